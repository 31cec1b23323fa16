/** The first bytes of files, by what they are. */
export const BYTES = {
  png: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  jpeg: latin1('\xff\xd8\xff\xe0\0\x10JFIF\0'),
  gif: latin1('GIF89a\x01\0\x01\0\x80\0\0'),
  webp: latin1('RIFF\x24\0\0\0WEBPVP8 '),
  bmp: latin1('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0'),
  tiff: latin1('II*\0\x08\0\0\0'),
  bigTiff: latin1('MM\0+\0\x08\0\0'),
  avif: latin1('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'),
  avifByAnother: latin1('\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'),
  heic: latin1('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
  heif: latin1('\0\0\0\x14ftypmif1\0\0\0\0mif1'),
  mp4: latin1('\0\0\0\x18ftypisom\0\0\x02\0isommp41'),
  pdf: latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'),
  latePdf: latin1(`${' '.repeat(300)}%PDF-1.4\n`),
  svg: latin1('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  csv: latin1('BMW,3\nAudi,4\n'),
  html: latin1('<!doctype html><title>404</title>'),
};

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
