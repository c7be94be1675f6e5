/** Links that open a map program at a place. Each program wants its own datum. */
import { bd09FromGcj02, gcj02FromWgs84 } from '../../device/datum';
import type { Point } from '../../domain/work_orders/queries';

export type MapName = 'amap' | 'baidu' | 'apple' | 'google' | 'geo';

export interface MapLink {
  readonly name: MapName;
  readonly href: string;
}

/** Zones of mainland China: there Apple's map is drawn in GCJ-02 as well. */
const MAINLAND: readonly string[] = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Chongqing',
  'Asia/Harbin',
  'Asia/Kashgar',
];

/** Six decimals: a decimetre. */
const text = (degrees: number): string => degrees.toFixed(6);

/**
 * AMap takes GCJ-02, Baidu BD-09, Apple what its map is drawn in; Google's links and `geo:`
 * (RFC 5870) are WGS-84.
 *
 * @param zone IANA zone of the place
 */
export function mapLinks(point: Point, title: string, zone: string): readonly MapLink[] {
  const wgs84 = { lon: point.lon_e7 / 1e7, lat: point.lat_e7 / 1e7 };
  const gcj02 = gcj02FromWgs84(wgs84);
  const bd09 = bd09FromGcj02(gcj02);
  const apple = MAINLAND.includes(zone) ? gcj02 : wgs84;
  const name = encodeURIComponent(title);
  const isChinese = MAINLAND.includes(zone);
  const links: readonly MapLink[] = [
    {
      name: 'amap',
      href: `https://uri.amap.com/navigation?to=${text(gcj02.lon)},${text(gcj02.lat)},${name}&mode=car&coordinate=gaode&src=fieldward&callnative=1`,
    },
    {
      name: 'baidu',
      href: `https://api.map.baidu.com/marker?location=${text(bd09.lat)},${text(bd09.lon)}&title=${name}&content=${name}&coord_type=bd09ll&output=html&src=fieldward`,
    },
    {
      name: 'apple',
      href: `https://maps.apple.com/?daddr=${text(apple.lat)},${text(apple.lon)}&q=${name}&dirflg=d`,
    },
    {
      name: 'google',
      href: `https://www.google.com/maps/dir/?api=1&destination=${text(wgs84.lat)},${text(wgs84.lon)}&travelmode=driving`,
    },
    {
      name: 'geo',
      href: `geo:${text(wgs84.lat)},${text(wgs84.lon)}?q=${text(wgs84.lat)},${text(wgs84.lon)}(${name})`,
    },
  ];
  const last: readonly MapName[] = isChinese ? ['google'] : ['amap', 'baidu'];
  return [
    ...links.filter((one) => !last.includes(one.name)),
    ...links.filter((one) => last.includes(one.name)),
  ];
}
