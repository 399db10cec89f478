namespace Orbweaver.Reports;

/// <summary>
/// How the HTML report looks: the colours of the console in dark and light, no font that is not there, and
/// ink alone on paper. No character that XML would have to escape.
/// </summary>
internal static class HtmlStyle
{
    /// <summary>The style sheet.</summary>
    public const string Sheet = """
        :root{color-scheme:light dark;--page:#f4f6f9;--panel:#ffffff;--edge:#d3dae4;--text:#14202e;
        --muted:#4a5a6d; --up:#0072b2;--good:#00745a;--risk:#8f5a00;--bad:#b33c00;--drill:#94406f;
        --way:#5b3fa0;--idle:#6b7787; --land:#e3e8ee;--sea:#f7fafc;--bar:#7fb8d8}
        @media (prefers-color-scheme:dark){:root{--page:#0a111d;--panel:#0d1626;--edge:#24344b;
        --text:#e8eef7; --muted:#a9b8cc;--up:#56b4e9;--good:#00c08b;--risk:#e69f00;--bad:#ff7f50;
        --drill:#cc79a7;--way:#f0e442; --idle:#8795a8;--land:#1d2b40;--sea:#101b2d;--bar:#3a7ca5}}
        *{box-sizing:border-box} body{margin:0;background:var(--page);color:var(--text);
        font:15px/1.45 system-ui,sans-serif} main{max-width:1160px;margin:0 auto;padding:24px 20px 48px}
        .over{font-size:13px;margin:0} h1{font-size:28px;line-height:1.2;margin:0 0 4px}
        .verdict{font-size:19px;font-weight:600;margin:10px 0 6px}
        h2{font-size:18px;margin:0 0 12px} h3{font-size:14px;
        margin:0 0 2px} p{margin:0 0 10px;max-width:80ch} .muted{color:var(--muted)}
        .mono{font-family:ui-monospace,monospace} section{background:var(--panel);
        border:1px solid var(--edge);border-radius:8px;padding:18px;margin:16px 0} .facts{display:grid;
        grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:14px 12px}
        .facts div{border-left:3px solid var(--edge);padding:2px 10px} .facts b{display:block;
        font-size:21px} .facts .good{border-color:var(--good)} .facts .bad{border-color:var(--bad)}
        .facts + p,.facts + ul{margin-top:14px} .scroll + p,.charts + p,svg + p{margin-top:12px}
        section > :last-child{margin-bottom:0} ul{padding-left:20px}
        .scroll{overflow-x:auto} table{border-collapse:collapse;width:100%;font-size:13.5px}
        th,td{padding:4px 7px;text-align:right;border-bottom:1px solid var(--edge);white-space:nowrap}
        th{color:var(--muted);font-weight:600;vertical-align:bottom}
        th:first-child,td:first-child,th:nth-child(2),.word{text-align:left}
        td.long{white-space:normal;text-align:left;
        min-width:24ch} .good{color:var(--good)} .bad{color:var(--bad);font-weight:600}
        .risk{color:var(--risk)} .charts{display:grid;
        grid-template-columns:repeat(auto-fill,minmax(310px,1fr));gap:18px} figure{margin:0}
        svg{display:block;width:100%;height:auto} svg text{fill:var(--text);
        font:11px system-ui,sans-serif} svg .dim{fill:var(--muted)} .bar1{fill:var(--bar)}
        .late1{fill:var(--bad)} .floor{stroke:var(--idle)} .best{stroke:var(--good);
        stroke-dasharray:5 3} .budget{stroke:var(--bad);stroke-width:2} .mark{stroke-width:1.5;
        fill:none} .base{stroke:var(--edge)} .sea{fill:var(--sea)} .land{fill:var(--land);
        stroke:var(--edge);stroke-width:3} .parallel{stroke:var(--edge);stroke-width:2}
        .route{fill:none;stroke-width:7;stroke-linejoin:round;opacity:.85} .hop{fill:var(--idle)}
        .site{fill:var(--good)} .edge{fill:var(--up)} svg .place{font-size:34px;
        paint-order:stroke;stroke:var(--panel);stroke-width:9px;stroke-linejoin:round}
        figcaption{font-size:13px} .timeline{font:12px system-ui,sans-serif}
        .timeline text{font:12px system-ui,sans-serif} .timeline .title{font-size:15px;font-weight:600}
        .timeline .panel{font-weight:600} .timeline .page{fill:none} .timeline .grid{stroke:var(--edge)}
        .timeline .axis{stroke:var(--idle)} .timeline .node,.timeline .late{fill:var(--bad)}
        .timeline .link{fill:var(--risk)} .timeline .region{fill:var(--drill)}
        .timeline .other{fill:var(--idle)} .timeline .bar{fill-opacity:.75}
        .timeline .way{fill:var(--up)} .timeline .share{fill:none;stroke:var(--good);stroke-width:1.6}
        .key span{margin-right:16px;white-space:nowrap} .key i{display:inline-block;width:14px;
        height:3px;margin:0 6px 4px 0} pre{margin:0 0 10px;overflow-x:auto;
        font:13px ui-monospace,monospace} details summary{cursor:pointer;color:var(--muted)}
        @media print{:root{--page:#fff;--panel:#fff;--text:#000;--muted:#444;--edge:#bbb;
        color-scheme:light} section{break-inside:avoid;border:0;padding:0;margin:18px 0}
        .long-section{break-inside:auto} main{max-width:none;padding:0} tr,figure{break-inside:avoid}
        body{font-size:11px} table{font-size:10px} .scroll{overflow:visible}}
        """;

    /// <summary>Colours of ways on the map, told apart also without colour by their dashes.</summary>
    public static readonly string[] Ways =
    [
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900", "#5b3fa0", "#00868b", "#a0522d",
    ];
}
