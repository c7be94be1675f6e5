/** Runs histories for a range of seeds and tells what was found. Started by `tests/simulation`. */
import 'fake-indexeddb/auto';

import * as now from './app';
import { Coverage } from './coverage';
import type { App, Apps } from './device';
import { FAULT_NAMES, type FaultName } from './faults';
import { History } from './history';
import type { Outcome, Run } from './outcome';
import { NO_PAIRS, named, PAIRS } from './pairs';
import { Pipe } from './pipe';
import { type EngineName, isBoard, type Plan, planOf } from './plan';
import { shrink } from './shrink';

/** One of so many histories with a wrong clock runs again with right ones. */
const CLOCKS_EVERY = 3;

export interface Options {
  readonly read_fd: number;
  readonly write_fd: number;
  readonly first: number;
  readonly histories: number;
  readonly engine: EngineName;
  /** Only these kinds of faults; null: all. */
  readonly faults: readonly FaultName[] | null;
  readonly shrink: boolean;
  /** End with the first failure. */
  readonly stop: boolean;
  readonly trace: boolean;
  /** Seeds run a second time, to see that they replay exactly: one of so many; 0: none. */
  readonly twice_every: number;
  /** Plans to run in place of seeds. */
  readonly stories: readonly Plan[] | null;
}

interface Failure {
  readonly seed: number;
  readonly violations: Outcome['violations'];
  readonly story: Plan | null;
}

export async function main(options: Options, before: App): Promise<void> {
  const runner = new Runner(options, new Pipe(options.read_fd, options.write_fd), { now, before });
  process.on('unhandledRejection', (error) => runner.unhandled.push(String(error)));
  const plans = options.stories ?? drawn(options);
  for (const plan of plans) {
    await runner.judge(plan);
    if (options.stop && runner.failures.length > 0) break;
  }
  runner.end();
}

function* drawn({ first, histories, engine, faults }: Options): IterableIterator<Plan> {
  for (let seed = first; seed < first + histories; seed += 1)
    yield planOf(seed, engine, faults ?? FAULT_NAMES);
}

class Runner {
  readonly failures: Failure[] = [];
  /** Promises of the engine that failed and that nobody looked at. */
  readonly unhandled: string[] = [];
  private readonly coverage = new Coverage();
  private readonly grounds: Record<string, number> = {};
  private readonly count = { histories: 0, replayed: 0, clocks: 0 };
  private readonly began_ms = performance.now();
  private readonly spent = process.cpuUsage();

  constructor(
    private readonly options: Options,
    private readonly pipe: Pipe,
    private readonly apps: Apps,
  ) {}

  async judge(plan: Plan): Promise<void> {
    const { seed } = plan;
    this.count.histories += 1;
    for (const ground of groundsOf(plan)) this.grounds[ground] = (this.grounds[ground] ?? 0) + 1;
    const outcome = await this.run(plan, {
      isTraced: this.options.trace,
      isOverAtFirst: this.options.stop,
    });
    this.coverage.add(outcome.coverage);
    const violations = [...outcome.violations];
    const { twice_every } = this.options;
    if (twice_every > 0 && seed % twice_every === 0) {
      this.count.replayed += 1;
      const again = await this.run(plan);
      if (again.transcript !== outcome.transcript)
        violations.push({ invariant: 0, what: 'the seed did not replay exactly' });
    }
    if (seed % CLOCKS_EVERY === 0 && plan.steps.some(({ what }) => what === 'clock')) {
      this.count.clocks += 1;
      const right = await this.run(plan, { isClockRight: true });
      if (right.decided !== outcome.decided)
        violations.push({ invariant: 17, what: "a device's clock decided something" });
    }
    if (violations.length === 0) return;
    process.stderr.write(`seed ${seed}: ${violations.map(({ what }) => what).join('; ')}\n`);
    const story =
      this.options.shrink && outcome.violations.length > 0
        ? await shrink(plan, outcome.violations, (smaller) => this.run(smaller))
        : null;
    this.failures.push({ seed, violations, story });
  }

  end(): void {
    const { coverage, failures, grounds, count } = this;
    const result = {
      ...count,
      took_ms: Math.round(performance.now() - this.began_ms),
      cpu_ms: Math.round(process.cpuUsage(this.spent).user / 1_000),
      failures,
      grounds,
      acts: Object.fromEntries(coverage.acts),
      faults: Object.fromEntries(FAULT_NAMES.map((name) => [name, coverage.faults.get(name) ?? 0])),
      pairs: Object.fromEntries(coverage.pairs),
      possible: PAIRS.map(named),
      impossible: NO_PAIRS,
    };
    this.pipe.tell({ do: 'done', result });
  }

  private async run(plan: Plan, how: Run = {}): Promise<Outcome> {
    const outcome = await new History(plan, this.pipe, this.apps, how).run();
    const loose = this.unhandled.splice(0).map((what) => ({ invariant: 0, what }));
    return { ...outcome, violations: [...outcome.violations, ...loose] };
  }
}

function groundsOf(plan: Plan): string[] {
  const found: string[] = [plan.engine];
  if (plan.framework) found.push('framework');
  for (const { login, indexed, tabs } of plan.devices) {
    found.push(isBoard(login) ? 'boards' : 'phones');
    if (indexed) found.push('indexed phones');
    if (tabs > 1) found.push('phones with tabs');
  }
  return found;
}
