'use client';
import { useEffect } from 'react';
import type { Entry } from './entries.ts';
import { remember } from './recent.ts';

/** Stands on the page of a thing: the palette then knows it among the recent ones. */
export function Visited({ kind, label, hint, href }: Entry) {
  useEffect(() => {
    remember({ kind, label, href, ...(hint === undefined ? {} : { hint }) });
  }, [kind, label, hint, href]);
  return null;
}
