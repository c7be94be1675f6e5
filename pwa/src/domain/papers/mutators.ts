/** Optimistic effect on templates of papers. What is wrong with one, the server says. */
import { TemplateState } from '../../contract/enums';
import type { PublishTemplate } from '../../contract/mutations';
import { canonicalText } from '../../sync/canonical';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';

/** A new version, which nothing is printed with until the server has tried it. */
function publish(stage: Stage, args: PublishTemplate, when: When): Effect {
  const { logo = '', texts = [], sections = [] } = args;
  const known = Object.values(TemplateState).flatMap((state) =>
    stage.by('paper_template', 'state', state),
  );
  stage.put('paper_template', {
    id: when.born(0),
    number: Math.max(0, ...known.map((each) => each.number)) + 1,
    logo,
    texts: canonicalText(texts),
    sections: canonicalText(sections),
    author_id: when.user_id,
    published_ms: when.at_ms,
    state: TemplateState.WAITING,
    problem: '',
  });
  return 'done';
}

export const PAPER_MUTATORS: Mutators = { 'paper_template.publish': publish };
