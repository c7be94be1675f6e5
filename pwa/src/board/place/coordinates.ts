/** Coordinates as people paste them: pairs, degrees with minutes, links of map services. */
import type { Fix } from '../../contract/mutations';
import { type Datum, type LonLat, toWgs84 } from '../../device/datum';

export interface Pasted extends LonLat {
  /** What the source is known to use; null: the text does not say. */
  readonly datum: Datum | null;
  /** Both numbers could be either: the order was guessed and may be swapped. */
  readonly isGuess: boolean;
  readonly original: string;
}

const ORIGINAL_MAX = 60;
const NUMBER = String.raw`[-+]?\d{1,3}(?:\.\d+)?`;
const PAIR = new RegExp(String.raw`(${NUMBER})\s*[,，;；\s]\s*(${NUMBER})`);

function isLat(value: number): boolean {
  return Math.abs(value) <= 90;
}

function isLon(value: number): boolean {
  return Math.abs(value) <= 180;
}

/** In and around China the two ranges do not overlap, which settles most pairs. */
function isChina(lon: number, lat: number): boolean {
  return lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54;
}

function order(a: number, b: number): { lon: number; lat: number; isGuess: boolean } | null {
  const latFirst = isLat(a) && isLon(b);
  const lonFirst = isLon(a) && isLat(b);
  if (isChina(a, b)) return { lon: a, lat: b, isGuess: false };
  if (latFirst) return { lon: b, lat: a, isGuess: lonFirst && !isChina(b, a) };
  return lonFirst ? { lon: a, lat: b, isGuess: false } : null;
}

function fromPair(text: string): Pasted | null {
  const match = PAIR.exec(text);
  if (!match) return null;
  const read = order(Number(match[1]), Number(match[2]));
  return read && { ...read, datum: null, original: `${match[1]},${match[2]}` };
}

const DEGREE = String.raw`(\d{1,3}(?:\.\d+)?)\s*[°度º]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’分]\s*)?`;
const SECONDS = String.raw`(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″”秒]|''|′′)\s*)?`;
const SIDE = '([NSEW北南东西])?';
const SEXAGESIMAL = new RegExp(
  `(北纬|南纬|东经|西经|[NSEW])?\\s*${DEGREE}${SECONDS}${SIDE}`,
  'giu',
);
const SOUTH_OR_WEST = /[SW南西]/i;
const EAST_OR_WEST = /[EW东西经]/i;

/** 31°13′48″N 121°28′12″E, 北纬31度13分48秒 东经121度28分12秒. */
function fromSexagesimal(text: string): Pasted | null {
  const found = [...text.matchAll(SEXAGESIMAL)].slice(0, 2);
  const [first, second] = found.map((match) => {
    const side = match[1] ?? match[5] ?? '';
    const value = Number(match[2]) + Number(match[3] ?? 0) / 60 + Number(match[4] ?? 0) / 3600;
    return { value: SOUTH_OR_WEST.test(side) ? -value : value, side };
  });
  if (!first || !second) return null;
  const original = text.trim().slice(0, ORIGINAL_MAX);
  if (first.side === '' && second.side === '') {
    const read = order(first.value, second.value);
    return read && { ...read, datum: null, original };
  }
  const lonFirst = EAST_OR_WEST.test(first.side);
  const [lon, lat] = lonFirst ? [first.value, second.value] : [second.value, first.value];
  return isLon(lon) && isLat(lat) ? { lon, lat, datum: null, isGuess: false, original } : null;
}

interface Service {
  readonly host: RegExp;
  readonly pattern: RegExp;
  readonly lonFirst: boolean;
  readonly datum: Datum | null;
}

const COMMA = String.raw`\s*(?:,|%2C)\s*`;
const LNG_LAT = new RegExp(`(?:lng|lon)=(${NUMBER}).*?lat=(${NUMBER})`, 'i');
const LAT_LNG = new RegExp(`lat=(${NUMBER}).*?(?:lng|lon)=(${NUMBER})`, 'i');

function pair(prefix: string): RegExp {
  return new RegExp(`${prefix}(${NUMBER})${COMMA}(${NUMBER})`, 'i');
}

/** How each service writes a point in a link, and in which datum. */
const SERVICES: readonly Service[] = [
  { host: /amap\.com|gaode\.com/, pattern: pair('position='), lonFirst: true, datum: 'gcj02' },
  { host: /amap\.com|gaode\.com/, pattern: LNG_LAT, lonFirst: true, datum: 'gcj02' },
  { host: /amap\.com|gaode\.com/, pattern: LAT_LNG, lonFirst: false, datum: 'gcj02' },
  {
    host: /amap\.com|gaode\.com/,
    pattern: pair('[?&][pq]=(?:[^&]*?,)??'),
    lonFirst: false,
    datum: 'gcj02',
  },
  {
    host: /map\.baidu\.com/,
    pattern: pair('(?:location|latlng)='),
    lonFirst: false,
    datum: 'bd09',
  },
  {
    host: /map\.qq\.com/,
    pattern: pair('(?:coord:|center=|pointy?=)'),
    lonFirst: false,
    datum: 'gcj02',
  },
  {
    host: /openstreetmap\.org/,
    pattern: new RegExp(`#map=\\d+/(${NUMBER})/(${NUMBER})`),
    lonFirst: false,
    datum: 'wgs84',
  },
  {
    host: /google\.|goo\.gl/,
    pattern: pair('(?:@|[?&]q=|[?&]ll=|query=)'),
    lonFirst: false,
    datum: null,
  },
  {
    host: /maps\.apple\.com/,
    pattern: pair('(?:[?&]ll=|[?&]q=|coordinate=)'),
    lonFirst: false,
    datum: null,
  },
  { host: /^geo:/, pattern: pair('geo:'), lonFirst: false, datum: 'wgs84' },
];

function fromLink(text: string): Pasted | null {
  for (const { host, pattern, lonFirst, datum } of SERVICES) {
    if (!host.test(text)) continue;
    const match = pattern.exec(text);
    if (!match) continue;
    const [a, b] = [Number(match[1]), Number(match[2])];
    const [lon, lat] = lonFirst ? [a, b] : [b, a];
    if (!isLon(lon) || !isLat(lat)) continue;
    const said = linkDatum(text) ?? datum;
    return { lon, lat, datum: said, isGuess: false, original: `${match[1]},${match[2]}` };
  }
  return null;
}

function linkDatum(text: string): Datum | null {
  if (/coord_type=wgs84|coordinate=wgs84/i.test(text)) return 'wgs84';
  if (/coord_type=gcj02|coordinate=gaode/i.test(text)) return 'gcj02';
  return null;
}

/** Read what was pasted; null when no point is in it. Short links carry no coordinates. */
export function parseCoordinates(text: string): Pasted | null {
  const clean = text.normalize('NFKC').trim();
  if (clean === '') return null;
  if (/^(https?:|geo:)/i.test(clean)) return fromLink(clean);
  return fromSexagesimal(clean) ?? fromLink(clean) ?? fromPair(clean);
}

export function swapped(pasted: Pasted): Pasted {
  return { ...pasted, lon: pasted.lat, lat: pasted.lon };
}

/** What is stored: WGS-84 beside the pair as it came in. */
export function fixFrom(
  point: LonLat,
  datum: Datum,
  source: 'map' | 'paste',
  original: string,
): Fix {
  const wgs84 = toWgs84(point, datum);
  return {
    lon_e7: Math.round(wgs84.lon * 1e7),
    lat_e7: Math.round(wgs84.lat * 1e7),
    source,
    datum,
    original: original.slice(0, ORIGINAL_MAX),
  };
}

/** `31.23000, 121.47000`: latitude first, as people read it. */
export function coordinatesText(fix: { lon_e7: number; lat_e7: number }): string {
  return `${(fix.lat_e7 / 1e7).toFixed(5)}, ${(fix.lon_e7 / 1e7).toFixed(5)}`;
}
