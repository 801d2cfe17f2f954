/**
 * An ONNX model of the two-dimensional DFT of real planes: input `planes`, `count × side × side × 1`; output `spectrum`,
 * `count × side × (side/2 + 1) × 2`. Written as the protocol buffer that it is; numbers of fields are those of onnx.proto.
 */
export function dftModel(count: number, side: number): Uint8Array<ArrayBuffer> {
  const rows = node('planes', 'rows', { axis: 2, onesided: 1 });
  const columns = node('rows', 'spectrum', { axis: 1 });
  const input = tensor('planes', [count, side, side, 1]);
  const output = tensor('spectrum', [count, side, side / 2 + 1, 2]);
  const graph = [
    ...bytes(1, rows),
    ...bytes(1, columns),
    ...text(2, 'DFT'),
    ...bytes(11, input),
    ...bytes(12, output),
  ];
  const operators = [...text(1, ''), ...integer(2, 17)];
  return Uint8Array.from([...integer(1, 8), ...bytes(7, graph), ...bytes(8, operators)]);
}

const INTEGER_ATTRIBUTE = 2;
const FLOAT = 1;

function node(input: string, output: string, attributes: Record<string, number>): number[] {
  const all = Object.entries(attributes).flatMap(([name, value]) =>
    bytes(5, [...text(1, name), ...integer(3, value), ...integer(20, INTEGER_ATTRIBUTE)]),
  );
  return [...text(1, input), ...text(2, output), ...text(4, 'DFT'), ...all];
}

function tensor(name: string, sizes: number[]): number[] {
  const shape = sizes.flatMap((size) => bytes(1, integer(1, size)));
  const type = bytes(1, [...integer(1, FLOAT), ...bytes(2, shape)]);
  return [...text(1, name), ...bytes(2, type)];
}

const variable = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...variable(value >>> 7)];

const integer = (field: number, value: number): number[] => [...variable(field << 3), ...variable(value)];

const bytes = (field: number, content: number[]): number[] => [
  ...variable((field << 3) | 2),
  ...variable(content.length),
  ...content,
];

const text = (field: number, content: string): number[] =>
  bytes(field, [...new TextEncoder().encode(content)]);
