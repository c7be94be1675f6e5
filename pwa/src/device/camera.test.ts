import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Camera, openCamera } from './camera';

const ZOOM = { min: 1, max: 8, step: 0.5 };

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A camera whose track can do this; `said` collects what it is asked for. */
async function opened(can: object | null, settings: object = {}) {
  const said: unknown[] = [];
  const track = {
    ...(can ? { getCapabilities: () => can } : {}),
    getSettings: () => settings,
    applyConstraints: async (wanted: { advanced: unknown[] }) => {
      said.push(wanted.advanced[0]);
    },
    stop: () => undefined,
  };
  const stream = { getVideoTracks: () => [track], getTracks: () => [track] };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => stream } });
  const outcome = await openCamera();
  if (!outcome.ok) throw new Error(outcome.reason);
  return { camera: outcome.camera as Camera, said };
}

describe('torch and zoom', () => {
  test.each([[null], [{}], [{ zoom: {} }], [{ zoom: { min: 1, max: 1 } }], [{ torch: false }]])(
    'are offered only where the track has them: %j',
    async (can) => {
      const { camera } = await opened(can);
      expect(camera.zoom).toBeNull();
      expect(camera.torch.available).toBe(false);
    },
  );

  test('the zoom stays within the range, and begins where the lens is', async () => {
    const { camera, said } = await opened({ zoom: ZOOM }, { zoom: 2 });
    expect(camera.zoom).toEqual({ range: ZOOM, factor: 2 });
    await camera.setZoom(3.5);
    expect(camera.zoom?.factor).toBe(3.5);
    await camera.setZoom(20);
    await camera.setZoom(0.1);
    expect(said).toEqual([{ zoom: 3.5 }, { zoom: 8 }, { zoom: 1 }]);
  });

  test('zooming leaves the light on, and the light the zoom', async () => {
    const { camera, said } = await opened({ torch: true, zoom: ZOOM });
    await camera.setTorch(true);
    await camera.setZoom(4);
    await camera.setTorch(false);
    expect(said).toEqual([
      { torch: true, zoom: 1 },
      { torch: true, zoom: 4 },
      { torch: false, zoom: 4 },
    ]);
    expect(camera.torch).toEqual({ available: true, on: false });
  });

  test('a camera without zoom is not asked for one', async () => {
    const { camera, said } = await opened({ torch: true });
    await camera.setZoom(2);
    await camera.setTorch(true);
    expect(said).toEqual([{ torch: true }]);
  });
});
