/**
 * The frames of the console: what comes over the socket, in scenes and from recordings. Little-endian, a
 * header of 24 bytes, then entries. See docs/lab/console-design.md; the golden bytes of tests/fixtures/frames
 * hold both ends to it.
 */

import { readers } from './frame-readers';
import { FrameVersion, HeaderBytes } from './frame-types';
import type { Frame, Header } from './frame-types';

export * from './frame-types';

const WideIdsFlag = 1;
const FrameBytesMax = 16 * 1024 * 1024;

/** Bytes that are no frame of this version. */
export class FrameError extends Error {}

/** Reads one frame; `bytes` is the frame and nothing else. */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.byteLength < HeaderBytes) throw new FrameError(`a frame of ${bytes.byteLength} bytes has no header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header: Header = {
    type: view.getUint8(0),
    version: view.getUint8(1),
    flags: view.getUint16(2, true),
    seq: view.getUint32(4, true),
    simMs: view.getFloat64(8, true),
    generation: view.getUint32(16, true),
    count: view.getUint32(20, true),
  };
  if (header.version !== FrameVersion) throw new FrameError(`frame version ${header.version} is not ${FrameVersion}`);
  if (header.flags & WideIdsFlag) throw new FrameError('frames with wide node ids are not of this version');
  const reader = readers[header.type];
  if (!reader) throw new FrameError(`frame type ${header.type} is unknown`);
  try {
    return reader(header, view, bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new FrameError(`frame of type ${header.type} is cut short`);
    throw error;
  }
}

/** Takes a scene apart: frames one after another, each with its u32 length before it. */
export function splitFrames(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (offset < bytes.byteLength) {
    if (offset + 4 > bytes.byteLength) throw new FrameError('a scene ends inside a length');
    const length = view.getUint32(offset, true);
    if (length < HeaderBytes || length > FrameBytesMax || offset + 4 + length > bytes.byteLength) {
      throw new FrameError(`a scene has a frame of ${length} bytes at ${offset} of ${bytes.byteLength}`);
    }
    frames.push(bytes.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return frames;
}
