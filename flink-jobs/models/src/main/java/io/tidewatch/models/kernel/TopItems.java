package io.tidewatch.models.kernel;

/**
 * The k items whose embeddings have the largest dot products with a hidden vector, largest first;
 * of equal ones that with the lower index.
 *
 * <p>Items pass in tiles of {@value #TILE}, whose embeddings stay in the first-level cache while
 * the hidden vectors of a block pass: dot products, a look whether one of them is above the row's
 * k-th best so far, and insertion if so. A dot product is a sum from component 0 upwards, see
 * {@link Matrix}.
 *
 * <p>Allocates nothing per call. Holds scratch: one instance per thread.
 */
public final class TopItems {
  private static final int TILE = 64;

  private final Kernels kernels;
  private final int items;
  private final int k;
  private final Matrix[] tiles;
  private final Rows hidden;
  private final Rows zero = new Rows(1, TILE);
  private final Rows products = new Rows(Kernels.BLOCK, TILE);
  private final TopK[] best = new TopK[Kernels.BLOCK];

  /**
   * Copies the embeddings.
   *
   * @param embeddings {@code [items, width]}, an item's components side by side
   * @param k how many to find, 1 to items
   */
  public TopItems(Kernels kernels, float[] embeddings, int items, int width, int k) {
    if (k < 1 || k > items) {
      throw new IllegalArgumentException("k " + k + " is not in 1.." + items + ", the items");
    }
    this.kernels = kernels;
    this.items = items;
    this.k = k;
    hidden = new Rows(Kernels.BLOCK, width);
    tiles = new Matrix[(items + TILE - 1) / TILE];
    for (int tile = 0; tile < tiles.length; tile++) {
      int first = tile * TILE;
      int count = Math.min(TILE, items - first);
      // The last tile is filled up with zeros, which are never offered.
      var columns = new float[width * TILE];
      for (int item = 0; item < count; item++) {
        for (int i = 0; i < width; i++) {
          columns[i * TILE + item] = embeddings[(first + item) * width + i];
        }
      }
      tiles[tile] = kernels.matrix(columns, 0, width, TILE);
    }
    for (int row = 0; row < best.length; row++) {
      best[row] = new TopK(k);
    }
  }

  /**
   * Finds the best items of some hidden vectors.
   *
   * @param vectors {@code [batch, width]}
   * @param indices receives {@code [batch, k]} indices of items
   * @param scores receives {@code [batch, k]} dot products
   */
  public void top(float[] vectors, int batch, int[] indices, float[] scores) {
    for (int from = 0; from < batch; from += Kernels.BLOCK) {
      int count = Math.min(Kernels.BLOCK, batch - from);
      for (int row = 0; row < count; row++) {
        hidden.put(row, vectors, (from + row) * hidden.width);
        best[row].clear();
      }
      for (int tile = 0; tile < tiles.length; tile++) {
        tiles[tile].product(hidden, zero, products, count);
        offer(tile * TILE, count);
      }
      for (int row = 0; row < count; row++) {
        best[row].take(indices, scores, (from + row) * k);
      }
    }
  }

  private void offer(int firstItem, int count) {
    int here = Math.min(TILE, items - firstItem);
    for (int row = 0; row < count; row++) {
      TopK rowBest = best[row];
      if (kernels.anyAbove(rowBest.threshold(), products, row)) {
        for (int item = 0; item < here; item++) {
          rowBest.offer(firstItem + item, products.get(row, item));
        }
      }
    }
  }
}
