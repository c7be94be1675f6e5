import { area } from '../area';

/** Checklists, assets and the words of an order, as the office handles them. */
export const checking = area(
  {
    'board.checklist.gap': '必填，没填',
    'board.checklist.open': '没填',
    'board.checklist.show': '看答案',
    'board.asset.register': '在设备里登记它，下次就认得',
    'board.act.edit': '改内容',
    'board.ask.edit': '改报修内容',
    'board.ask.edit_detail': '原来的标题留在经过里',
    'board.ask.edit_do': '改好',
    'board.done.edited': '改好了',
    'board.history.was_called': '原来是：{title}',
    'board.triage.own_list': '按技能：{name}',
    'board.triage.no_list': '不用检查表',
    'board.triage.answered': '已经填了 {n} 项，检查表不再换',
    'board.intake.no_asset': '没说是哪台',
  },
  {
    'board.checklist.gap': 'Required, not answered',
    'board.checklist.open': 'Not answered',
    'board.checklist.show': 'Show the answers',
    'board.asset.register': 'Register it among the assets, and it is known next time',
    'board.act.edit': 'Edit',
    'board.ask.edit': 'Describe the fault anew',
    'board.ask.edit_detail': 'The title it had stays in the history',
    'board.ask.edit_do': 'Save the words',
    'board.done.edited': 'Changed',
    'board.history.was_called': 'It was called: {title}',
    'board.triage.own_list': "The skill's: {name}",
    'board.triage.no_list': 'No checklist',
    'board.triage.answered': '{n|# item|# items} answered: the list stays',
    'board.intake.no_asset': 'Not said which',
  },
);
