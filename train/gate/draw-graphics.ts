import sharp from 'sharp';
import { type Random, seededRandom } from '../random.ts';

/** What is no photograph: its kind, and the file's bytes. */
export interface Graphic {
  kind: string;
  bytes: Uint8Array;
}

type Draw = (random: Random, width: number, height: number) => string;

const FONTS = ['sans-serif', 'serif', 'monospace', 'Liberation Sans', 'DejaVu Serif'];
const SYLLABLES = 'ka lo mi ren sta ve tor in qua do ple sa nu ber gi on the of and ter al is por me'.split(
  ' ',
);

const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[random.integer(0, items.length - 1)];
const times = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('');

const word = (random: Random): string => times(random.integer(1, 4), () => pick(random, SYLLABLES));
const words = (random: Random, count: number): string =>
  Array.from({ length: count }, () => word(random)).join(' ');
const colour = (random: Random, from = 0, to = 100): string =>
  `hsl(${random.integer(0, 359)},${random.integer(0, 90)}%,${random.integer(from, to)}%)`;
const box = (x: number, y: number, width: number, height: number, fill: string, more = ''): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`;
const text = (x: number, y: number, size: number, fill: string, content: string, more = ''): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" ${more}>${content}</text>`;

/** Dark on light, or the other way round. */
const inks = (random: Random): { paper: string; ink: string } =>
  random.chance(0.65)
    ? {
        paper: pick(random, ['#fff', '#fff', '#fdf6e3', '#f3f4f6', colour(random, 85, 98)]),
        ink: colour(random, 0, 25),
      }
    : {
        paper: pick(random, ['#000', '#111827', '#1e1e1e', colour(random, 5, 20)]),
        ink: colour(random, 75, 100),
      };

function lines(
  random: Random,
  x: number,
  y: number,
  width: number,
  height: number,
  size: number,
  ink: string,
): string {
  const family = pick(random, FONTS);
  const step = size * random.between(1.2, 1.7);
  return times(Math.max(1, Math.floor(height / step)), (i) => {
    const count = random.chance(0.12) ? random.integer(1, 3) : Math.max(1, Math.round(width / (size * 3.4)));
    return text(x, y + size + i * step, size, ink, words(random, count), `font-family="${family}"`);
  });
}

const page: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const size = Math.min(width, height) / random.between(14, 50);
  const margin = width * random.between(0.03, 0.12);
  return (
    box(0, 0, width, height, paper) +
    text(
      margin,
      margin + size * 2,
      size * 2,
      ink,
      words(random, 3),
      'font-weight="bold" font-family="serif"',
    ) +
    lines(random, margin, margin + size * 3, width - 2 * margin, height - 2 * margin - size * 3, size, ink)
  );
};

const code: Draw = (random, width, height) => {
  const { paper } = inks(random);
  const isDark = paper.startsWith('#0') || paper.startsWith('#1');
  const size = height / random.between(15, 45);
  const hues = Array.from({ length: 5 }, () => colour(random, isDark ? 60 : 20, isDark ? 85 : 45));
  return (
    box(0, 0, width, height, paper) +
    times(Math.floor(height / (size * 1.4)), (row) => {
      let x = size * (2 + 1.5 * random.integer(0, 4));
      return times(random.integer(0, 6), () => {
        const token = word(random);
        const drawn = text(
          x,
          (row + 1) * size * 1.4,
          size,
          pick(random, hues),
          token,
          'font-family="monospace"',
        );
        x += (token.length + 1) * size * 0.6;
        return drawn;
      });
    })
  );
};

const axes = (random: Random, width: number, height: number, ink: string): string => {
  const size = height / random.between(18, 30);
  const rules = random.integer(3, 8);
  return (
    times(rules, (i) => {
      const y = height * (0.1 + (0.8 * i) / rules);
      return `<path d="M${width * 0.1} ${y}H${width * 0.95}" stroke="${ink}" stroke-opacity=".25"/>${text(width * 0.02, y, size, ink, String((rules - i) * 20))}`;
    }) +
    `<path d="M${width * 0.1} ${height * 0.1}V${height * 0.9}H${width * 0.95}" stroke="${ink}" stroke-width="2" fill="none"/>` +
    text(width * 0.3, height * 0.07, size * 1.4, ink, words(random, 3))
  );
};

const bars: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const count = random.integer(3, 16);
  const fills = Array.from({ length: random.integer(1, 4) }, () => colour(random, 30, 70));
  return (
    box(0, 0, width, height, paper) +
    axes(random, width, height, ink) +
    times(count, (i) => {
      const tall = height * random.between(0.05, 0.75);
      const wide = (width * 0.8) / count;
      return box(width * 0.12 + i * wide, height * 0.9 - tall, wide * 0.7, tall, fills[i % fills.length]);
    })
  );
};

const curves: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  return (
    box(0, 0, width, height, paper) +
    axes(random, width, height, ink) +
    times(random.integer(1, 5), () => {
      let y = random.between(0.2, 0.8);
      const points = Array.from({ length: 40 }, (_, i) => {
        y = Math.min(0.88, Math.max(0.12, y + random.between(-0.06, 0.06)));
        return `${width * (0.1 + 0.021 * i)},${height * y}`;
      });
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour(random, 25, 65)}" stroke-width="${random.between(1, 5)}"/>`;
    })
  );
};

const scatter: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const fills = Array.from({ length: 3 }, () => colour(random, 30, 70));
  return (
    box(0, 0, width, height, paper) +
    axes(random, width, height, ink) +
    times(random.integer(30, 250), () => {
      const at = `cx="${width * random.between(0.12, 0.93)}" cy="${height * random.between(0.12, 0.88)}"`;
      return `<circle ${at} r="${height / 90}" fill="${pick(random, fills)}" fill-opacity=".7"/>`;
    })
  );
};

const pie: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const [x, y, r] = [width * 0.4, height / 2, Math.min(width, height) * 0.38];
  let angle = 0;
  const slices = times(random.integer(3, 7), () => {
    const from = angle;
    angle += random.between(0.4, 1.4);
    const at = (a: number): string => `${x + r * Math.cos(a)} ${y + r * Math.sin(a)}`;
    return `<path d="M${x} ${y}L${at(from)}A${r} ${r} 0 0 1 ${at(angle)}Z" fill="${colour(random, 30, 75)}" stroke="${paper}"/>`;
  });
  return (
    box(0, 0, width, height, paper) +
    slices +
    lines(random, width * 0.8, height * 0.2, width * 0.15, height * 0.5, height / 25, ink)
  );
};

const flow: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const [columns, rows] = [random.integer(2, 5), random.integer(2, 5)];
  const [wide, tall] = [width / columns, height / rows];
  return (
    box(0, 0, width, height, paper) +
    times(columns * rows, (i) => {
      const [x, y] = [(i % columns) * wide, Math.floor(i / columns) * tall];
      if (random.chance(0.2)) return '';
      const fill = random.chance(0.4) ? 'none' : colour(random, 60, 92);
      return (
        `<path d="M${x + wide / 2} ${y + tall / 2}h${wide}" stroke="${ink}" stroke-width="2"/>` +
        box(
          x + wide * 0.15,
          y + tall * 0.25,
          wide * 0.7,
          tall * 0.5,
          fill,
          `stroke="${ink}" stroke-width="2" rx="${random.integer(0, 14)}"`,
        ) +
        text(x + wide * 0.2, y + tall * 0.55, tall / 7, fill === 'none' ? ink : '#222', word(random))
      );
    })
  );
};

const dashboard: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const card = random.chance(0.5) ? colour(random, 90, 100) : colour(random, 10, 30);
  const accent = colour(random, 35, 60);
  const cardInk = card.includes(',9') ? '#333' : ink;
  const [columns, rows] = [random.integer(2, 4), random.integer(2, 4)];
  const [wide, tall] = [(width * 0.8) / columns, (height * 0.88) / rows];
  return (
    box(0, 0, width, height, paper) +
    box(0, 0, width * 0.18, height, accent) +
    lines(random, width * 0.02, height * 0.15, width * 0.12, height * 0.6, height / 38, '#fff') +
    text(width * 0.21, height * 0.08, height / 20, ink, words(random, 2)) +
    times(columns * rows, (i) => {
      const [x, y] = [width * 0.2 + (i % columns) * wide, height * 0.11 + Math.floor(i / columns) * tall];
      const inner =
        i % 3 === 0
          ? text(
              x + wide * 0.1,
              y + tall * 0.55,
              tall / 4,
              accent,
              String(random.integer(10, 9999)),
              'font-weight="bold"',
            )
          : i % 3 === 1
            ? times(8, (n) =>
                box(
                  x + wide * (0.1 + n * 0.1),
                  y + tall * 0.8 - n * tall * 0.05,
                  wide * 0.06,
                  tall * 0.05 * (n + 1),
                  accent,
                ),
              )
            : lines(random, x + wide * 0.08, y + tall * 0.1, wide * 0.8, tall * 0.7, tall / 11, cardInk);
      return box(x, y, wide * 0.94, tall * 0.92, card, 'rx="8"') + inner;
    })
  );
};

const chat: Draw = (random, width, height) => {
  const { paper } = inks(random);
  const [mine, theirs] = [colour(random, 35, 60), colour(random, 80, 95)];
  const count = random.integer(4, 10);
  const tall = (height * 0.85) / count;
  return (
    box(0, 0, width, height, paper) +
    box(0, 0, width, height * 0.1, colour(random, 20, 60)) +
    text(width * 0.1, height * 0.07, height / 22, '#fff', words(random, 2)) +
    times(count, (i) => {
      const isMine = random.chance(0.5);
      const wide = width * random.between(0.3, 0.7);
      const [x, y] = [isMine ? width * 0.96 - wide : width * 0.04, height * 0.12 + i * tall];
      return (
        box(x, y, wide, tall * 0.8, isMine ? mine : theirs, `rx="${tall / 5}"`) +
        lines(
          random,
          x + wide * 0.05,
          y + tall * 0.08,
          wide * 0.8,
          tall * 0.6,
          tall / 5,
          isMine ? '#fff' : '#222',
        )
      );
    })
  );
};

const table: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const [columns, rows] = [random.integer(3, 10), random.integer(6, 30)];
  const [wide, tall] = [width / columns, height / rows];
  const stripe = random.chance(0.5) ? colour(random, 40, 60) : 'none';
  return (
    box(0, 0, width, height, paper) +
    times(rows, (row) =>
      row % 2 === 0 ? box(0, row * tall, width, tall, stripe, 'fill-opacity=".15"') : '',
    ) +
    box(0, 0, width, tall, colour(random, 30, 60)) +
    times(columns * rows, (i) =>
      text(
        (i % columns) * wide + 4,
        (Math.floor(i / columns) + 0.7) * tall,
        tall * 0.55,
        ink,
        random.chance(0.5) ? String(random.integer(0, 99999)) : word(random),
      ),
    ) +
    (random.chance(0.6)
      ? times(columns, (i) => `<path d="M${i * wide} 0V${height}" stroke="${ink}" stroke-opacity=".4"/>`)
      : '')
  );
};

const logo: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  const [x, y, r] = [width / 2, height * 0.42, Math.min(width, height) * random.between(0.15, 0.35)];
  const mark = pick(random, [
    `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour(random, 30, 60)}"/><circle cx="${x}" cy="${y}" r="${r / 2}" fill="${paper}"/>`,
    `<path d="M${x} ${y - r}L${x + r} ${y + r}H${x - r}Z" fill="${colour(random, 30, 60)}"/>`,
    box(x - r, y - r, 2 * r, 2 * r, colour(random, 30, 60), `rx="${r / 3}"`) +
      `<path d="M${x - r / 2} ${y}l${r / 2} ${r / 2}l${r * 0.7} ${-r}" stroke="#fff" stroke-width="${r / 5}" fill="none"/>`,
  ]);
  return (
    box(0, 0, width, height, paper) +
    mark +
    text(
      x,
      y + r * 1.6,
      r * 0.5,
      ink,
      word(random),
      `text-anchor="middle" font-weight="bold" font-family="${pick(random, FONTS)}"`,
    )
  );
};

const cartoon: Draw = (random, width, height) =>
  box(0, 0, width, height, colour(random, 60, 90)) +
  box(0, height * random.between(0.5, 0.8), width, height, colour(random, 30, 60)) +
  times(random.integer(4, 14), () => {
    const [x, y, r] = [
      width * random.between(0, 1),
      height * random.between(0, 1),
      height * random.between(0.04, 0.25),
    ];
    const style = `fill="${colour(random, 20, 90)}" ${random.chance(0.6) ? `stroke="#111" stroke-width="${height / 120}"` : ''}`;
    return random.chance(0.5)
      ? `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * random.between(0.5, 1.5)}" ${style}/>`
      : `<path d="M${x} ${y}q${r} ${-r} ${2 * r} 0t${r} ${r * 2}t${-3 * r} ${-r}Z" ${style}/>`;
  });

const slide: Draw = (random, width, height) => {
  const [from, to] = [colour(random, 10, 50), colour(random, 20, 60)];
  return (
    `<linearGradient id="g" x2="1" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>` +
    box(0, 0, width, height, 'url(#g)') +
    text(width * 0.08, height * 0.2, height / 10, '#fff', words(random, 2), 'font-weight="bold"') +
    lines(random, width * 0.1, height * 0.3, width * 0.7, height * 0.5, height / 16, '#fff')
  );
};

const linework: Draw = (random, width, height) => {
  const { paper, ink } = inks(random);
  return (
    box(0, 0, width, height, paper) +
    times(random.integer(15, 60), () => {
      const [x, y] = [width * random.between(0, 1), height * random.between(0, 1)];
      const step = (): string =>
        times(3, () => `${random.between(-0.2, 0.2) * width} ${random.between(-0.2, 0.2) * height} `);
      return `<path d="M${x} ${y}c${step()}" fill="none" stroke="${ink}" stroke-width="${random.between(1, 4)}"/>`;
    })
  );
};

const map: Draw = (random, width, height) => {
  const road = colour(random, 85, 100);
  return (
    box(0, 0, width, height, colour(random, 80, 92)) +
    times(random.integer(3, 8), () => {
      const corners = Array.from(
        { length: 5 },
        () => `${width * random.between(0, 1)},${height * random.between(0, 1)}`,
      );
      return `<polygon points="${corners.join(' ')}" fill="${colour(random, 65, 88)}"/>`;
    }) +
    times(random.integer(8, 30), () => {
      const ends = `M${width * random.between(0, 1)} ${height * random.between(0, 1)}L${width * random.between(0, 1)} ${height * random.between(0, 1)}`;
      return `<path d="${ends}" stroke="#999" stroke-width="${height / 70}"/><path d="${ends}" stroke="${road}" stroke-width="${height / 100}"/>`;
    }) +
    times(8, () =>
      text(
        width * random.between(0, 0.9),
        height * random.between(0.05, 1),
        height / 35,
        '#444',
        word(random),
      ),
    )
  );
};

const matrixCode: Draw = (random, width, height) => {
  const cell = Math.min(width, height) / random.integer(24, 45);
  const count = Math.floor((Math.min(width, height) * 0.8) / cell);
  const [left, top] = [(width - count * cell) / 2, (height - count * cell) / 2];
  return (
    box(0, 0, width, height, '#fff') +
    times(count * count, (i) =>
      random.chance(0.5)
        ? box(left + (i % count) * cell, top + Math.floor(i / count) * cell, cell, cell, '#000')
        : '',
    )
  );
};

const KINDS: Record<string, Draw> = {
  page,
  code,
  bars,
  curves,
  scatter,
  pie,
  flow,
  dashboard,
  chat,
  table,
  logo,
  cartoon,
  slide,
  linework,
  map,
  'matrix code': matrixCode,
};

/** `each` drawings of every kind, as PNG, JPEG or WebP, some of them resized after they were drawn. */
export async function* drawGraphics(each: number): AsyncGenerator<Graphic> {
  for (const [kind, draw] of Object.entries(KINDS)) {
    for (let i = 0; i < each; i++) {
      const random = seededRandom('graphic', kind, i);
      const width = random.integer(320, 1400);
      const height = Math.round(width * random.between(0.5, 1.4));
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">${draw(random, width, height)}</svg>`;
      const drawn = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).png().toBuffer();
      const shown = random.chance(0.5) ? Math.max(256, Math.round(width * random.between(0.5, 1.3))) : width;
      yield { kind, bytes: await encoded(drawn, shown, random) };
    }
  }
}

/** Noise without any neighbourhood, grey or coloured, of any strength that can be seen. */
export async function* drawNoise(count: number): AsyncGenerator<Graphic> {
  for (let i = 0; i < count; i++) {
    const random = seededRandom('noise', i);
    const [width, height] = [random.integer(140, 1000), random.integer(140, 1000)];
    const channels = random.chance(0.5) ? 1 : 3;
    const [middle, strength] = [random.between(80, 170), random.between(15, 120)];
    const isSparse = random.chance(0.2);
    const pixels = Uint8Array.from({ length: width * height * channels }, () => {
      if (isSparse) return random.chance(0.15) ? 255 : 20;
      return Math.min(255, Math.max(0, Math.round(middle + random.between(-strength, strength))));
    });
    const png = await sharp(pixels, { raw: { width, height, channels } }).png().toBuffer();
    yield { kind: 'noise', bytes: await encoded(png, width, random) };
  }
}

function encoded(png: Uint8Array, width: number, random: Random): Promise<Uint8Array> {
  const picture = sharp(png).resize({ width });
  const quality = random.integer(60, 95);
  if (random.chance(0.3)) return picture.png().toBuffer();
  return random.chance(0.7) ? picture.jpeg({ quality }).toBuffer() : picture.webp({ quality }).toBuffer();
}
