/** Optimistic effects on checklists and their answers. */
import type { WorkOrder } from '../../contract/kinds';
import type { AddChecklist, AnswerChecklist, PublishChecklist } from '../../contract/mutations';
import { canonicalText } from '../../sync/canonical';
import type { Effect, Mutators, Refusal, Stage, When } from '../../sync/mutator';
import { edit } from '../edit';
import { NOT_FOUND, writeFact } from '../fact';
import * as rules from './rules';

interface Checked {
  readonly packed: string;
}

function check(stage: Stage, args: AddChecklist | PublishChecklist): Checked | Refusal {
  if (args.skill_id && stage.get('skill', args.skill_id) === undefined) return NOT_FOUND;
  const items = args.items.map(rules.wholeItem);
  const packed = canonicalText(items);
  return rules.checkItems(items, packed) ?? { packed };
}

function add(stage: Stage, args: AddChecklist, when: When): Effect {
  const checked = check(stage, args);
  if ('reason' in checked) return checked;
  const { name, skill_id = null } = args;
  const checklist_id = when.born(0);
  const id = when.born(1);
  stage.put('checklist', {
    id: checklist_id,
    name,
    skill_id,
    current_version_id: id,
    is_active: true,
  });
  const items = checked.packed;
  stage.put('checklist_version', {
    id,
    checklist_id,
    number: 1,
    name,
    items,
    published_ms: when.at_ms,
  });
  return 'done';
}

/** Orders that pinned the version before keep it. */
function publish(stage: Stage, args: PublishChecklist, when: When): Effect {
  const checklist = stage.get('checklist', args.checklist_id);
  const version = stage.get('checklist_version', checklist?.current_version_id);
  if (!checklist || !version) return NOT_FOUND;
  const checked = check(stage, args);
  if ('reason' in checked) return checked;
  const { name, skill_id } = args;
  const items = checked.packed;
  let current_version_id = version.id;
  if (name !== version.name || items !== version.items) {
    current_version_id = when.born(0);
    stage.put('checklist_version', {
      id: current_version_id,
      checklist_id: checklist.id,
      number: version.number + 1,
      name,
      items,
      published_ms: when.at_ms,
    });
  }
  stage.put('checklist', { ...checklist, name, skill_id, current_version_id });
  return 'done';
}

/** Whoever lost the order fills gaps, and overwrites nobody. */
function answer(stage: Stage, args: AnswerChecklist, when: When): Effect {
  const { work_order_id, appointment_id = null, checklist_version_id, item, value } = args;
  const version = stage.get('checklist_version', checklist_version_id);
  if (!version || !stage.get('work_order', work_order_id)) return NOT_FOUND;
  const refusal = rules.checkAnswer(rules.itemsOf(version), item, value);
  if (refusal) return refusal;
  const is_late = !stage.holds('work_order', work_order_id);
  const standing = stage
    .by('checklist_answer', 'work_order_id', work_order_id)
    .find((each) => each.checklist_version_id === checklist_version_id && each.item === item);
  if (!standing?.value || !is_late) {
    stage.put('checklist_answer', {
      id: standing?.id ?? when.born(0),
      work_order_id,
      checklist_version_id,
      item,
      value,
      appointment_id,
      author_id: when.user_id,
      answered_ms: when.at_ms,
    });
  }
  const detail = { checklist_version_id, item };
  writeFact(stage, when, 1, { work_order_id, appointment_id, text: value, detail, is_late });
  return is_late ? 'late' : 'done';
}

/** How many required items of an order's list have no answer. */
export function gapsOf(stage: Stage, order: WorkOrder): number {
  const version = stage.get('checklist_version', order.checklist_version_id);
  if (!version) return 0;
  const answers = stage.by('checklist_answer', 'work_order_id', order.id);
  return rules.missing(rules.itemsOf(version), rules.answersOf(answers, version.id)).length;
}

export const CHECKLIST_MUTATORS: Mutators = {
  'checklist.add': add,
  'checklist.publish': publish,
  'checklist.set_active': (stage, { checklist_id, is_active }) =>
    edit(stage, 'checklist', checklist_id, { is_active }),
  'checklist.answer': answer,
};
