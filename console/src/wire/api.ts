/**
 * HTTP of the console: JSON both ways, problem details for what went wrong, idempotency keys on what changes
 * something.
 */

import type { Problem } from './types';

const ApiRoot = 'api/v1';

let root = ApiRoot;

/** An earlier recording answers as a network of its own; null is the network itself. */
export function chooseRecording(id: string | null): void {
  root = id === null ? ApiRoot : `${ApiRoot}/history/${encodeURIComponent(id)}`;
}

export type Params = Record<string, string | number | boolean | null | undefined>;

/** What the server answered when it did not answer what was asked. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }

  get status(): number {
    return this.problem.status;
  }
}

/**
 * The address of an endpoint: `nodes` with {limit: 5} is api/v1/nodes?limit=5. Empty parameters are left out.
 */
export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return `${root}/${path}${text ? `?${text}` : ''}`;
}

export async function getJson<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  const response = await reach(address(path, params), { signal, headers: { accept: 'application/json' } });
  return (await response.json()) as T;
}

/** The frames of a scene at a time (ISO), or of now. */
export async function getScene(at: string | null, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await reach(address('scene', { at }), { signal });
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * A command. The key makes a repeated click or a retry the same command: give the same key for the same
 * intent.
 */
export async function send<T>(
  method: 'POST' | 'DELETE',
  path: string,
  body: unknown,
  key: string = newKey(),
): Promise<T> {
  const response = await reach(address(path), {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return (text ? JSON.parse(text) : null) as T;
}

export function newKey(): string {
  return crypto.randomUUID();
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ title: 'The server does not answer', status: 0, detail: 'No connection to the server.' });
  }
  if (response.ok) return response;
  throw new ApiError(await problemOf(response));
}

async function problemOf(response: Response): Promise<Problem> {
  const plain: Problem = { title: response.statusText || `HTTP ${response.status}`, status: response.status };
  if (!response.headers.get('content-type')?.includes('json')) return plain;
  try {
    return { ...plain, ...((await response.json()) as Partial<Problem>), status: response.status };
  } catch {
    return plain;
  }
}
