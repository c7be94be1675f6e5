/** Import once: the library writes Latin-1 into its codes unless it is told otherwise. */
import qrcode from 'qrcode-generator';

const ENCODER = new TextEncoder();

qrcode.stringToBytes = (text) => [...ENCODER.encode(text)];
