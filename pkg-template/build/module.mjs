// The outermost layer of a WebAssembly module: its sections, and the numbers and texts in them (WebAssembly core specification, 5).

/** The sections of a module: the kind and the content of each. */
export function split(module) {
  const sections = [];
  for (let at = 8; at < module.length;) {
    const [length, start] = number(module, at + 1);
    sections.push({ id: module[at], bytes: module.subarray(start, start + length) });
    at = start + length;
  }
  return sections;
}

/** A module of such sections. */
export function joined(sections) {
  const header = Buffer.from("\0asm\x01\0\0\0", "latin1");
  return Buffer.concat([header, ...sections.flatMap(({ id, bytes }) => [Buffer.from([id]), written(bytes.length), bytes])]);
}

/** A number (LEB128) of the module, and where what follows it begins. */
export function number(bytes, at) {
  let [value, unit] = [0, 1];
  for (; bytes[at] > 127; at++, unit *= 128) value += (bytes[at] - 128) * unit;
  return [value + bytes[at] * unit, at + 1];
}

/** Such a number. */
export function written(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

/** A text of the module, and where what follows it begins. */
export function text(bytes, at) {
  const [length, start] = number(bytes, at);
  return [bytes.toString("utf8", start, start + length), start + length];
}
