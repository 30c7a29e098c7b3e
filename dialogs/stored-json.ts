import { z } from 'zod';
import type { Json } from '../services/store/store.ts';

/** A part of stored state that its owner parses: JSON by construction, because the store holds nothing else. */
export const StoredJson = z.custom<Json>((value) => value !== undefined);
