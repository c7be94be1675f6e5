/** From a failing history to the smallest one that still fails in the same way. */
import type { Outcome } from './outcome';
import type { Plan, Step } from './plan';
import type { Violation } from './witness';

/** Leaves out ever smaller portions of the steps for as long as the same invariant breaks. */
export async function shrink(
  plan: Plan,
  violations: readonly Violation[],
  run: (plan: Plan) => Promise<Outcome>,
): Promise<Plan> {
  const wanted = new Set(violations.map(({ invariant }) => invariant));
  const fails = async (steps: readonly Step[]): Promise<boolean> => {
    const outcome = await run({ ...plan, steps });
    return outcome.violations.some(({ invariant }) => wanted.has(invariant));
  };
  let steps = plan.steps;
  let portion = Math.ceil(steps.length / 2);
  while (portion >= 1) {
    let isSmaller = false;
    for (let at = 0; at < steps.length; ) {
      const without = [...steps.slice(0, at), ...steps.slice(at + portion)];
      if (await fails(without)) {
        steps = without;
        isSmaller = true;
      } else at += portion;
    }
    if (portion === 1 && !isSmaller) break;
    portion = portion === 1 ? 1 : Math.ceil(portion / 2);
  }
  return { ...plan, steps };
}
