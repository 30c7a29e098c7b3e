import { createCrowd } from './crowd.ts';
import { lookInside } from './inside.ts';
import { startMortalProduct } from './mortal-product.ts';

/** The product with a crowd of `size` to recover accounts, and a look at what rests in its store. */
export async function startCrowdProduct(size: number) {
  const crowd = await createCrowd(size);
  const product = await startMortalProduct(crowd.environment);
  const inside = await lookInside(product.dataDir, product.clock.now);
  return {
    crowd,
    product,
    inside,
    async stop() {
      await inside.close();
      await product.stop();
      crowd.close();
    },
  };
}
