/** Words of the customer's page. It is read by people who have nothing to do with the firm's work. */
import type { Locale } from '../ui/i18n/message';

const zh = {
  name: '保修服务',
  title: '房子或设备出了问题，打电话报修',
  what: '我们做的工程，在保修期里由我们来修。电话里说清三样就行：',
  steps: ['哪里坏了，现在什么样', '在哪个小区、楼栋、房号', '什么时候方便上门，怎么联系您'],
  after: '接电话的人会给您一个工单号，BX 开头。之后问进度，报这个号就行。',
  call: '打电话报修',
  noNumber: '报修电话印在您的保修书上，也可以问物业。',
  danger: '跑水、触电、有人受困',
  dangerDetail: '先关总阀、拉电闸，离开危险的地方；有人受困先打 119，再打报修电话。',
  visit: '师傅上门',
  visitDetail: '到了会说工单号。修之前和修之后都会拍照，修完请您看过再签字；不满意可以不签。',
  language: 'English',
} as const;

const en: {
  readonly [K in keyof typeof zh]: (typeof zh)[K] extends string ? string : readonly string[];
} = {
  name: 'Warranty service',
  title: 'Something is broken? Call us',
  what: 'What we built we repair within the warranty. Three things are enough on the phone:',
  steps: [
    'What is broken, and how it looks now',
    'Which estate, building and room',
    'When a visit suits you, and how to reach you',
  ],
  after: 'You will get an order number that begins with BX. Give it when you ask about progress.',
  call: 'Call to report a fault',
  noNumber: 'The number is printed on your warranty certificate; the property office knows it too.',
  danger: 'Flooding, electric shock, people trapped',
  dangerDetail:
    'Shut the main valve and the power first and keep away. If somebody is trapped call 119, then us.',
  visit: 'When the technician comes',
  visitDetail:
    'They give you the order number. Photos are taken before and after. Look at the work before you sign; you may refuse.',
  language: '中文',
};

export function wordsOf(locale: Locale) {
  return locale === 'en' ? en : zh;
}

/** The firm's number, which the server writes into the page when it knows it. */
export function phoneOf(page: ParentNode): string {
  const found = page.querySelector('meta[name="fieldward-phone"]');
  return found?.getAttribute('content')?.trim() ?? '';
}
