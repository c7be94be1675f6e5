import { describe, expect, test } from 'vitest';
import { factRow, jobWith } from '../../domain/testing/rows';
import { detailOf, mayStrike, usedText } from './facts';
import { mapLinks } from './navigation';
import { milliOf, quantityText } from './quantity';
import { mayTake, sideStepsOf, stepOf } from './walk';

describe('the slab walks the work', () => {
  test.each([
    ['dispatched', 'accept'],
    ['accepted', 'depart'],
    ['en_route', 'arrive'],
    ['on_site', 'start'],
    ['paused', 'resume'],
    ['completed', 'sign'],
    ['cannot_complete', 'next'],
    ['no_show', 'next'],
    ['cancelled', 'next'],
    ['scheduled', 'next'],
  ] as const)('%s: %s', (state, step) => {
    expect(stepOf(jobWith({ state }), 0, 0)).toBe(step);
  });

  test('a picture of the repaired state comes before completing', () => {
    expect(stepOf(jobWith({ state: 'working' }), 0, 0)).toBe('photo');
    expect(stepOf(jobWith({ state: 'working' }), 1, 0)).toBe('complete');
  });

  test('required items come first, and stop nobody', () => {
    const job = jobWith({ state: 'working' });
    expect(stepOf(job, 0, 2)).toBe('checklist');
    expect(sideStepsOf(job, 'checklist')).toContain('complete');
    expect(stepOf(jobWith({ state: 'on_site' }), 0, 2)).toBe('start');
  });

  test('signed or refused: the next job', () => {
    const fact = factRow({ id: 'f', appointment_id: 'visit', verb: 'appointment.refuse_to_sign' });
    expect(stepOf(jobWith({ state: 'completed' }, {}, { fact: [fact] }), 1, 0)).toBe('next');
    const struck = { ...fact, struck_by_id: 'me' };
    expect(stepOf(jobWith({ state: 'completed' }, {}, { fact: [struck] }), 1, 0)).toBe('sign');
    expect(stepOf(jobWith({ state: 'completed' }, { signing: 'signed' }), 1, 0)).toBe('next');
  });

  test('a job that went away offers nothing but the next one', () => {
    const job = jobWith({ state: 'working' }, {}, {}, ['visit']);
    expect(stepOf(job, 0, 0)).toBe('next');
    expect(sideStepsOf(job, 'next')).toEqual([]);
  });

  test('an address that outlived its moment takes no step', () => {
    expect(mayTake(jobWith({ state: 'working' }), 'appointment.complete')).toBe(true);
    expect(mayTake(jobWith({ state: 'completed' }), 'appointment.complete')).toBe(false);
    expect(mayTake(jobWith({ state: 'completed' }), 'appointment.sign')).toBe(true);
    expect(mayTake(jobWith({ state: 'working' }, {}, {}, ['visit']), 'appointment.complete')).toBe(
      false,
    );
  });

  test('completing is never out of reach for want of a photo', () => {
    expect(sideStepsOf(jobWith({ state: 'working' }), 'photo')).toContain('complete');
    expect(sideStepsOf(jobWith({ state: 'working' }), 'complete')).not.toContain('complete');
  });
});

describe('map links', () => {
  const bund = { lon_e7: 1_214_903_170, lat_e7: 312_380_320 };
  const hrefs = (zone: string) =>
    Object.fromEntries(mapLinks(bund, '外滩 (1)', zone).map((link) => [link.name, link.href]));

  test('each program gets its own datum', () => {
    const links = hrefs('Asia/Shanghai');
    expect(links['geo']).toContain('31.238032,121.490317');
    expect(links['google']).toContain('31.238032,121.490317');
    expect(links['amap']).toMatch(/to=121\.4947\d+,31\.2360\d+,/);
    expect(links['apple']).toMatch(/daddr=31\.2360\d+,121\.4947\d+/);
    expect(links['baidu']).toMatch(/location=31\.241\d+,121\.501\d+/);
    expect(links['baidu']).toContain('coord_type=bd09ll');
    for (const href of Object.values(links)) expect(href).not.toMatch(/[\s外]/);
  });

  test('outside the mainland Apple is WGS-84 and the Chinese maps come last', () => {
    expect(hrefs('Asia/Seoul')['apple']).toContain('31.238032,121.490317');
    expect(mapLinks(bund, 'x', 'America/New_York').at(-1)?.name).toBe('baidu');
    expect(mapLinks(bund, 'x', 'Asia/Shanghai')[0]?.name).toBe('amap');
  });
});

describe('quantities', () => {
  test.each([
    ['2', 2_000],
    ['0.5', 500],
    ['0,25', 250],
    [' 1.005 ', 1_005],
  ])('%s', (text, milli) => {
    expect(milliOf(text)).toBe(milli);
  });

  test.each(['', '0', '-1', 'two', '1.0005', '1e3', '99999999'])('"%s" is none', (text) => {
    expect(milliOf(text)).toBeNull();
  });

  test('and back in words', () => {
    expect(quantityText(2_500)).toBe('2.5');
    const fact = factRow({
      id: 'f',
      text: '涂料',
      detail: '{"quantity_milli":2000,"unit":"kg","serial":"S1"}',
    });
    expect(usedText(fact)).toBe('涂料 2 kg S1');
  });
});

describe('facts', () => {
  test('figures that cannot be read are none', () => {
    expect(detailOf(factRow({ id: 'f', detail: '{broken' }))).toEqual({});
  });

  test('only its author strikes, and only what still stands', () => {
    const own = factRow({ id: 'f', author_id: 'me', verb: 'appointment.arrive' });
    expect(mayStrike(own, 'me')).toBe(true);
    expect(mayStrike(own, 'you')).toBe(false);
    expect(mayStrike({ ...own, struck_by_id: 'me' }, 'me')).toBe(false);
    expect(mayStrike({ ...own, verb: 'appointment.assign' }, 'me')).toBe(false);
  });
});
