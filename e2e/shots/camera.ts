/** Takes the pictures of scenes: light and dark, desktop and phone. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext } from '@playwright/test';
import { contactSheet } from './contact-sheet.ts';
import { DEVICES, pictureName, SCHEMES } from './pictures.ts';
import type { Scene } from './scenes.ts';

/** Gives a browser the session of a scene's person. */
export type Enter = (context: BrowserContext, scene: Scene) => Promise<void>;

/** Pictures scenes into a folder, and remembers which came out. */
export class Camera {
  readonly taken: Scene[] = [];
  readonly failed: string[] = [];
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #wants: (scene: Scene) => boolean;

  constructor(browser: Browser, folder: string, wants: (scene: Scene) => boolean) {
    this.#browser = browser;
    this.#folder = folder;
    this.#wants = wants;
  }

  /** Whether one of them is to be pictured at all. */
  wantsAny(scenes: Scene[]): boolean {
    return scenes.some((scene) => this.#wants(scene));
  }

  /** Pictures those that are wanted, from the portal at `url`. A scene that fails is told, and the others follow. */
  async take(url: string, scenes: Scene[], enter: Enter): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const scene of scenes.filter((one) => this.#wants(one))) {
      const label = `${scene.page} · ${scene.state}`;
      const context = await this.#browser.newContext({
        ignoreHTTPSErrors: true,
        reducedMotion: 'reduce',
        viewport: DEVICES.desktop,
      });
      try {
        await enter(context, scene);
        await this.#picture(context, url, scene);
        this.taken.push(scene);
        console.log(`  ✓ ${label}`);
      } catch (error) {
        this.failed.push(label);
        console.log(`  ✗ ${label}: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        await context.close();
      }
    }
  }

  /** Writes index.html with all pictures, page by page. */
  async finish(): Promise<string> {
    const file = join(this.#folder, 'index.html');
    await writeFile(file, contactSheet(this.taken));
    return file;
  }

  async #picture(context: BrowserContext, url: string, scene: Scene): Promise<void> {
    const page = await context.newPage();
    await page.goto(`${url}${scene.path}`);
    await page.locator('h1').first().waitFor();
    // Every skeleton says so; what else pulses may go on for as long as the page is looked at.
    await page.getByText('Loading…', { exact: true }).first().waitFor({ state: 'detached' });
    await scene.act?.(page, context);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    for (const [device, size] of Object.entries(DEVICES)) {
      await page.setViewportSize(size);
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme });
        const path = join(this.#folder, pictureName(scene, `${device}-${scheme}`));
        // A dialog is placed by the window, and would be lost on a picture of the whole page.
        const whole = device === 'phone' && (await page.getByRole('dialog').count()) === 0;
        await page.screenshot({ path, fullPage: whole, animations: 'disabled' });
      }
    }
  }
}
