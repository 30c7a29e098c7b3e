import type { IncomingMessage } from 'node:http';
import type { RefusalCode } from '../../http/errors.ts';
import { parseJson } from '../../http/json-body.ts';
import { type Part, readMultipart } from '../../http/multipart.ts';
import { plainName } from '../activity.ts';
import type { UploadedFile } from '../channel.ts';
import { multipartType } from './multipart-type.ts';
import { rawFileName, readRawFile } from './raw-upload.ts';
import { WireActivity } from './wire-activity.ts';

export interface UploadLimits {
  readonly activityMaxBytes: number;
  /** A larger file is read but not kept, so that the person hears what is wrong with it. */
  readonly fileMaxBytes: number;
  readonly maxFiles: number;
  readonly timeoutMs: number;
}

export type Upload =
  | { readonly ok: true; readonly activity: WireActivity; readonly files: readonly UploadedFile[] }
  | { readonly ok: false; readonly code: RefusalCode };

/** All parts together: somebody who takes the wrong 10 MB file for a certificate still gets an answer. */
const uploadMaxBytes = 24 * 1024 * 1024;

/** Reads an upload: one activity at most, and files; or one file alone. */
export async function readUpload(request: IncomingMessage, limits: UploadLimits): Promise<Upload> {
  if (Number(request.headers['content-length'] ?? 0) > uploadMaxBytes) return { ok: false, code: 'TooLarge' };
  const name = rawFileName(request);
  if (name !== undefined) {
    const raw = await readRawFile(request, name, { ...limits, uploadMaxBytes });
    return raw.ok ? { ok: true, activity: silent.value, files: [raw.file] } : raw;
  }
  const contentType = await multipartType(request, limits.timeoutMs);
  if (contentType === undefined) return { ok: false, code: 'UnsupportedMediaType' };
  const read = await readMultipart(request, contentType, {
    fieldMaxBytes: limits.activityMaxBytes,
    maxBytesOf: (field, contentType) =>
      isActivity({ field, contentType }) ? limits.activityMaxBytes : limits.fileMaxBytes,
    maxBytes: uploadMaxBytes,
    maxFiles: limits.maxFiles,
    timeoutMs: limits.timeoutMs,
  });
  return read.ok ? assemble(read.parts, limits) : read;
}

/** The part that holds the activity, as a field or as a file, says so by its name or by its type. */
const isActivity = ({ field, contentType }: Pick<Part, 'field' | 'contentType'>) =>
  field === 'activity' || contentType === 'application/vnd.microsoft.activity';

/** Parts may come in any order, and clients with nothing to say besides the files leave the activity out. */
function assemble(parts: readonly Part[], limits: UploadLimits): Upload {
  const said = parts.filter(isActivity);
  const files = parts.filter((part) => part.isFile && !isActivity(part));
  const lost = parts.some((part) => part.field === '' && !part.isFile && !isActivity(part));
  if (said.length > 1 || lost) return { ok: false, code: 'BadRequest' };
  if (said[0]?.over || files.length > limits.maxFiles) return { ok: false, code: 'TooLarge' };
  const activity = said[0] ? parseJson(said[0].bytes, WireActivity) : silent;
  if (!activity.ok) return activity;
  if (!said[0] && files.length === 0) return { ok: false, code: 'BadRequest' };
  return { ok: true, activity: activity.value, files: files.map(uploadedFile) };
}

const silent: { ok: true; value: WireActivity } = { ok: true, value: { type: 'message' } };

function uploadedFile(part: Part): UploadedFile {
  return {
    name: plainName(part.name ?? '') || 'blob',
    contentType: part.contentType.slice(0, 128),
    bytes: part.bytes,
    ...(part.over && { oversized: true }),
  };
}
