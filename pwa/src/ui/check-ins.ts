/** A flag of a check-in in words, with its figure and the limit it is past. */
import type { CheckInFlag } from '../contract/enums';
import { CHECK_IN_RADIUS_M, FAST_KMH, INACCURATE_M, OLD_S } from '../contract/limits';
import { register } from './i18n/catalogue';
import { checkIns } from './i18n/check-ins';
import { fmt, t } from './i18n/i18n.svelte';

// Few screens speak of check-ins: their words come with them, and not with the first load.
register(checkIns);

/** `radius_m`: of the site, as it was then. */
export function flagWords(flag: CheckInFlag, figure: number, radius_m: number | null): string {
  switch (flag) {
    case 'no_position':
      return t('check_in.flag.no_position');
    case 'outside': {
      const limit = fmt.distance(radius_m ?? CHECK_IN_RADIUS_M);
      return t('check_in.flag.outside', { distance: fmt.distance(figure), limit });
    }
    case 'inaccurate': {
      const limit = fmt.distance(INACCURATE_M);
      return t('check_in.flag.inaccurate', { distance: fmt.distance(figure), limit });
    }
    case 'old': {
      const limit = fmt.duration(OLD_S * 1000);
      return t('check_in.flag.old', { time: fmt.duration(figure * 1000), limit });
    }
    case 'fast':
      return t('check_in.flag.fast', { kmh: figure, limit: FAST_KMH });
    case 'repeated':
      return t('check_in.flag.repeated', { n: figure });
  }
}
