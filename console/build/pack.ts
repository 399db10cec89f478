/** Packs the built text files with gzip and Brotli beside them, so that the server packs nothing while it serves. */

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const Texts = new Set(['.html', '.js', '.css', '.svg', '.json']);
/** Smaller files fit into one packet anyway. */
const PackedMin = 1024;

export function pack(): Plugin {
  let folder = 'dist';
  return {
    name: 'orbweaver-pack',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      await Promise.all(files.filter((file) => Texts.has(extname(file))).map((file) => packFile(join(folder, file))));
    },
  };
}

async function packFile(path: string): Promise<void> {
  const text = await readFile(path);
  if (text.length < PackedMin) return;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text, quality));
}
