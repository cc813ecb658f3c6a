'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { toast, type Toast } from '../ui/toast.ts';

/** Takes what the server left in the cookie for the page that an act led to. */
function take(cookie: string): Toast | null {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${cookie}=`));
  if (found === undefined) return null;
  document.cookie = `${cookie}=; path=/; max-age=0; samesite=lax`;
  try {
    return JSON.parse(decodeURIComponent(found.slice(cookie.length + 1))) as Toast;
  } catch {
    return null;
  }
}

/** The result of an act that led to another page, said there, once. */
export function Said({ cookie }: { cookie: string }) {
  const path = usePathname();
  const query = useSearchParams();
  useEffect(() => {
    const what = take(cookie);
    if (what) toast(what);
  }, [cookie, path, query]);
  return null;
}
