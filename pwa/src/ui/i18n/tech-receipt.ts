import { area } from './area';

/** The day's end: what the server has, and what it does not have yet. */
export const techReceipt = area(
  {
    'tech.day.title': '收工回执',
    'tech.day.first': '还没同步过',
    'tech.day.first_detail': '连上服务器一次，才知道它收到了什么。',
    'tech.day.left': '还有 {n} 项没到服务器',
    'tech.day.left_detail': '都在这部手机上，有信号会自己发，发完这里变绿。',
    'tech.day.left_bytes': '都在这部手机上，还剩 {bytes} 文件要发。有信号会自己发，发完这里变绿。',
    'tech.day.refused': '有 {n} 项没被接受',
    'tech.day.refused_detail': '到“待发”里看一眼：改一下再发、交给调度，或者点“知道了”。',
    'tech.day.compare': '管理员在“登录设备”里打开这部手机的回执，码一样就是收齐了。',
    'tech.day.photos': '照片',
    'tech.day.signatures': '签字',
    'tech.day.clips': '视频',
    'tech.day.voices': '语音',
    'tech.day.files': '文件',
    'tech.day.items': '{n} 项',
    'tech.day.checked': '核对过的文件',
    'tech.day.bytes': '大小',
    'tech.day.last_n': '最后一条的编号',
    'tech.day.last': '最后一个收到',
  },
  {
    'tech.day.title': "Day's receipt",
    'tech.day.first': 'Never synced yet',
    'tech.day.first_detail': 'Reach the server once to learn what it has.',
    'tech.day.left': '{n|# item is|# items are} not on the server yet',
    'tech.day.left_detail':
      'All of it is on this phone. It goes by itself when there is signal; then this turns green.',
    'tech.day.left_bytes':
      'All of it is on this phone, with {bytes} of files to send. It goes by itself when there is signal; then this turns green.',
    'tech.day.refused': '{n|# item was|# items were} not accepted',
    'tech.day.refused_detail':
      'Look into the outbox: edit and send again, hand it to dispatch, or say that you have read it.',
    'tech.day.compare':
      'An administrator opens the receipt of this phone under Devices: the same code means that all is there.',
    'tech.day.photos': 'Photos',
    'tech.day.signatures': 'Signatures',
    'tech.day.clips': 'Clips',
    'tech.day.voices': 'Voice notes',
    'tech.day.files': 'Files',
    'tech.day.items': '{n|# item|# items}',
    'tech.day.checked': 'Files checked',
    'tech.day.bytes': 'Size',
    'tech.day.last_n': 'Number of the last entry',
    'tech.day.last': 'Last file received',
  },
);
