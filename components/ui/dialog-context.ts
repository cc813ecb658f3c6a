'use client';
import { createContext } from 'react';

/** Closes the dialog around; null outside of one. A form that was saved uses it: what it did shows on the page. */
export const CloseDialog = createContext<(() => void) | null>(null);
