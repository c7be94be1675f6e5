/** Words of the checking page. It is read by people who have nothing to do with the firm. */
import { fill, type Locale } from '../ui/i18n/message';
import type { Finding } from './findings';

const zh = {
  title: '核对维保记录',
  intro:
    '选一个由 Fieldward 导出的记录，或一张单据的凭证。核对全在这一页里完成，不联网，文件不会离开这台设备。',
  file: '选择或拖入记录文件',
  scanned:
    '您扫的是工单 {number} 的单据。请选择随单据一起拿到的凭证文件（proofs 文件夹里的 .json），看它与纸上的是不是同一份。',
  more: '您从别处得到的（建议填）',
  key: '该公司公布的公钥（64 位十六进制）',
  keyHint: '不填就只能相信文件自己带的公钥：谁都可以换一把钥匙重签整个文件。',
  paper: '纸上页脚的文件指纹（64 位十六进制）',
  paperHint: '填上它，就能看出凭证与您手里的单据是不是同一份。扫纸上的码会自动填好。',
  heads: '您以前拿到的签名链头（一行一个）',
  headsHint: '有了它，就能看出之后有没有被截去尾部。',
  again: '重新核对',
  working: '正在核对……',
  whole: '记录完整',
  wholeUnpinned: '记录前后一致，但公钥未经核实',
  notWhole: '记录不完整',
  cannotRead: '文件读不出来',
  badKey: '公钥应是 64 位十六进制数字',
  badPaper: '文件指纹应是 64 位十六进制数字',
  badHeads: '这里只能是 fieldward heads 打印的行',
  counts: '{firm}：{events} 条事件，到 {last} 为止；{heads} 个签名链头有效。',
  paper_valid: '单据有效',
  paper_unpinned: '单据与签名一致，但公钥未经核实',
  paper_broken: '这个凭证文件读不懂',
  paper_edited: '单据被改过',
  paper_not_covered: '没有签名的历史能证明这张单据',
  paper_unknown_key: '签名出自未知的密钥',
  paper_other_paper: '凭证没问题，但与您手里的单据不是同一份',
  paper_unchecked: '这个浏览器不会 Ed25519，签名没有核对',
  paper_counts: '{firm}，工单 {number}，历史签名于 {time}。',
  paper_fingerprint: '凭证里的文件指纹：{fingerprint}',
  problems: '问题',
  notes: '说明',
  claim: '这一页证明记录有没有被动过，不判断记录里写的是否属实，也不是法律意见。',
  language: 'English',
  event: '事件 {first}',
  events: '事件 {first}–{last}',
  edited_payload: '{events}：内容被改过',
  edited_link: '{events}：记下的哈希被改过',
  broken_link: '事件 {last} 接不上事件 {first}：两者之一被改过',
  missing: '缺少{events}（或后面那一条被改过）',
  inserted: '{events}：是后来塞进去的',
  reordered: '{events}：次序被动过',
  rewritten: '{events}：与已签名的链头不符，被重写过',
  cut: '{events}：曾有签名，文件里没有，尾部被截去',
  lost_in_restore: '{events}：恢复备份时丢失（纪元 {detail}）',
  bad_signature: '到 {last} 为止的签名不对（密钥 {detail}）',
  unknown_key: '到 {last} 为止的签名出自未知的密钥 {detail}',
  bad_epoch: '{events}：纪元的衔接不对',
  broken_line: '文件第 {line} 行读不懂',
  changed_file: '文件写好以后被改过',
  no_header: '文件没有开头',
  no_end: '文件没有结尾：被截断',
  unchecked_signature: '到 {last} 为止的签名：这个浏览器不会 Ed25519，没有核对',
  erased: '{events}：内容已抹去，只剩哈希',
  restored: '{events}：从备份恢复后继续，衔接无误',
  unpinned_key: '公钥只来自文件本身，请另外向该公司核对：{detail}',
} as const;

export type Word = keyof typeof zh;

const en: Readonly<Record<Word, string>> = {
  title: 'Check a service record',
  intro:
    'Choose a record that Fieldward has exported, or the proof of a paper. It is checked on this page alone, without a network; the file does not leave this device.',
  file: 'Choose the record, or drop it here',
  scanned:
    'You have scanned a paper of order {number}. Choose the proof that came with it (a .json file in the folder proofs) to see whether it is the same paper.',
  more: 'What you have from elsewhere (better)',
  key: 'The public key that the firm has published (64 hexadecimal digits)',
  keyHint:
    'Without it the key in the file has to be believed: anybody can sign a whole file anew with another.',
  paper: 'The fingerprint at the foot of the paper (64 hexadecimal digits)',
  paperHint: 'With it a proof of another paper is found. The code on the paper fills it in.',
  heads: 'Signed heads that you were given earlier (one a line)',
  headsHint: 'They show whether the end was cut off since.',
  again: 'Check again',
  working: 'Checking…',
  whole: 'The record is whole',
  wholeUnpinned: 'The record agrees with itself, but nobody has confirmed its key',
  notWhole: 'The record is not whole',
  cannotRead: 'The file cannot be read',
  badKey: 'A public key has 64 hexadecimal digits',
  badPaper: 'A fingerprint has 64 hexadecimal digits',
  badHeads: 'Only lines that fieldward heads prints belong here',
  counts: '{firm}: events up to {last}: {events}; signed heads that hold: {heads}.',
  paper_valid: 'The paper is valid',
  paper_unpinned: 'The paper agrees with its signature, but nobody has confirmed the key',
  paper_broken: 'This proof cannot be read',
  paper_edited: 'The paper was edited',
  paper_not_covered: 'No signed history covers this paper',
  paper_unknown_key: 'Signed by an unknown key',
  paper_other_paper: 'The proof is right, but the paper in your hand is another one',
  paper_unchecked: 'This browser has no Ed25519: the signature was not checked',
  paper_counts: '{firm}, order {number}, history signed at {time}.',
  paper_fingerprint: 'Fingerprint in the proof: {fingerprint}',
  problems: 'Wrong',
  notes: 'To know',
  claim:
    'This page shows whether the record was tampered with. It does not judge whether what it says is true, and is no legal opinion.',
  language: '中文',
  event: 'event {first}',
  events: 'events {first}–{last}',
  edited_payload: '{events}: the payload was edited',
  edited_link: '{events}: a stored hash was edited',
  broken_link: 'event {last} does not follow event {first}: one of them was edited',
  missing: '{events} missing (or the one after was edited)',
  inserted: '{events}: inserted',
  reordered: '{events}: reordered',
  rewritten: '{events}: not what the signed head says; rewritten',
  cut: '{events}: once signed, not in the file; the tail was cut',
  lost_in_restore: '{events}: lost when a backup was restored (epoch {detail})',
  bad_signature: 'the signature up to {last} is wrong (key {detail})',
  unknown_key: 'the signature up to {last} is by an unknown key, {detail}',
  bad_epoch: '{events}: does not link two epochs as a restore does',
  broken_line: 'line {line} of the file cannot be read',
  changed_file: 'the file was changed after it was written',
  no_header: 'the file has no header',
  no_end: 'the file has no end: it was cut',
  unchecked_signature:
    'the signature up to {last}: this browser has no Ed25519, it was not checked',
  erased: '{events}: payload erased, its hash is left',
  restored: '{events}: goes on from a restored backup; the link is right',
  unpinned_key: 'the public key is only the file’s own word; ask the firm for it: {detail}',
};

const WORDS: Readonly<Record<Locale, Readonly<Record<Word, string>>>> = { 'zh-CN': zh, en };

export function wordOf(
  word: Word,
  locale: Locale,
  values: Record<string, string | number> = {},
): string {
  return fill(WORDS[locale][word], values, locale);
}

/** A finding as a sentence; one that this page has no words for says its own name. */
export function sentenceOf(finding: Finding, locale: Locale): string {
  const { what, first, last, line, detail } = finding;
  if (!Object.hasOwn(zh, what)) return what;
  const events = wordOf(first === last ? 'event' : 'events', locale, { first, last });
  return wordOf(what as Word, locale, { events, first, last, line, detail });
}
