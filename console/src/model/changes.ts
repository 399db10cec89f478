/** The fields of a fault, `kind: node, node: P03-S07`, as people say them: node P03-S07. Pure. */

const OuterCommas = /,(?![^[]*\])/;

export function saidOf(fields: string): string {
  const pairs = fields.split(OuterCommas).map((pair) => {
    const colon = pair.indexOf(':');
    return colon < 0 ? ['', pair.trim()] : [pair.slice(0, colon).trim(), plain(pair.slice(colon + 1).trim())];
  });
  const kind = pairs.find(([name]) => name === 'kind')?.[1];
  if (!kind) return fields;
  const rest = pairs.filter(([name]) => name !== 'kind').map(([name, value]) => (name === kind ? value : `${name} ${value}`));
  return rest.length > 0 ? `${kind} ${rest.join(', ')}` : kind;
}

/** [A, B] as A and B. */
function plain(value: string): string {
  return value.startsWith('[') ? value.replace(/^\[|\]$/g, '').split(/\s*,\s*/).join(' and ') : value;
}
