using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orbweaver.Monitor;

/// <summary>How answers are written and read: camelCase, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Catalogue))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(Series))]
[JsonSerializable(typeof(Page<NodeRow>))]
[JsonSerializable(typeof(NodeDetail))]
[JsonSerializable(typeof(Page<LinkRow>))]
[JsonSerializable(typeof(LinkDetail))]
[JsonSerializable(typeof(Page<ContractRow>))]
[JsonSerializable(typeof(ContractDetail))]
[JsonSerializable(typeof(Page<Incident>))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(Page<FaultRow>))]
[JsonSerializable(typeof(Page<EventRow>))]
[JsonSerializable(typeof(EventRow))]
[JsonSerializable(typeof(PathAnswer))]
public sealed partial class MonitorJson : JsonSerializerContext;
