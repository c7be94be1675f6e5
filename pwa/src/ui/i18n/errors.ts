import { area } from './area';

/** What happened · what became of the work · what to do. */
export const errors = area(
  {
    'error.offline': '没发出去，已存本机。有信号自动发',
    'error.server_silent': '服务器没回应，已存本机。{time}后自动再试',
    'error.captive': '这个网络要先登录它自己的网页。登录后，或换成流量，再试',
    'error.bad_login': '登录名或密码不对。核对后再试',
    'error.too_many_tries': '试得太多，{time}后再来',
    'error.code_used': '这个二维码用过或过期了。请管理员再出一个',
    'error.signed_out': '登录过期了。做的都在本机，重新登录',
    'error.storage_full': '手机满了，这张没存下。清理出 {bytes} 再拍',
    'error.storage_low': '手机只剩 {bytes}，还能拍约 {n} 张',
    'error.not_loaded': '这一块没取到。别处照常用',
    'error.unknown': '没做成，之前存的都在。再试一次，还不行就把下面的码发给管理员',
    'error.code': '错误码 {code}',
  },
  {
    'error.offline': 'Not sent; saved on this phone. It goes out with the next signal',
    'error.server_silent': 'The server did not answer; saved on this phone. Next try in {time}',
    'error.captive':
      'This network wants you to sign in on its own page first. Do that or use mobile data, then try again',
    'error.bad_login': 'Login or password is wrong. Check and try again',
    'error.too_many_tries': 'Too many tries. Come back in {time}',
    'error.code_used': 'This QR code was used or has expired. Ask an administrator for a new one',
    'error.signed_out': 'Signed out. Your work is on this phone; sign in again',
    'error.storage_full':
      'The phone is full; this photo was not kept. Free {bytes}, then take it again',
    'error.storage_low': 'Only {bytes} left on the phone: about {n|# more photo|# more photos}',
    'error.not_loaded': 'This part did not load. The rest works',
    'error.unknown':
      'That did not work; what was saved is safe. Try again, or send the code to an administrator',
    'error.code': 'Error code {code}',
  },
);
