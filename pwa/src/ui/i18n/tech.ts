import { techDay } from './tech-day';
import { techJob } from './tech-job';
import { techMe } from './tech-me';
import { techOutbox } from './tech-outbox';
import { techReceipt } from './tech-receipt';
import { techSign } from './tech-sign';
import { techSteps } from './tech-steps';

/** The technician's phone. One file per part of it, one area for the catalogue. */
export const tech = {
  zh: {
    ...techDay.zh,
    ...techJob.zh,
    ...techSteps.zh,
    ...techSign.zh,
    ...techOutbox.zh,
    ...techMe.zh,
    ...techReceipt.zh,
  },
  en: {
    ...techDay.en,
    ...techJob.en,
    ...techSteps.en,
    ...techSign.en,
    ...techOutbox.en,
    ...techMe.en,
    ...techReceipt.en,
  },
} as const;
