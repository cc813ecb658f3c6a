/** All pictures on one page, to be looked through. */
import { pictureName, VARIANTS } from './pictures.ts';
import type { Scene } from './scenes.ts';

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
body { margin: 2rem; } h1 { font-size: 1.25rem; } h2 { font-size: 1rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: .8125rem; font-weight: 500; margin: 1rem 0 .375rem; }
nav { columns: 14rem; } nav a, h3 { display: block; }
.row { display: grid; grid-template-columns: 1fr 1fr .32fr .32fr; gap: .75rem; align-items: start; }
img { width: 100%; max-height: 32rem; object-fit: cover; object-position: top; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
`;

/** The HTML of a page with every picture of the scenes, grouped by page. */
export function contactSheet(scenes: Scene[]): string {
  const pages = [...new Set(scenes.map(({ page }) => page))].sort();
  const parts = pages.map((page) => {
    const rows = scenes
      .filter((scene) => scene.page === page)
      .map((scene) => {
        const pictures = VARIANTS.map((variant) => {
          const file = pictureName(scene, variant);
          return `<a href="${file}"><img loading="lazy" src="${file}" alt="${page}, ${scene.state}, ${variant}"></a>`;
        });
        return `<h3>${scene.state} <small>${scene.as ?? 'nobody signed in'}</small></h3><div class="row">${pictures.join('')}</div>`;
      });
    return `<h2 id="${page}">${page}</h2>${rows.join('')}`;
  });
  const links = pages.map((page) => `<a href="#${page}">${page}</a>`).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Berth: every page</title><style>${STYLE}</style>
<h1>Every page, in every state</h1><nav>${links}</nav>${parts.join('')}</html>`;
}
