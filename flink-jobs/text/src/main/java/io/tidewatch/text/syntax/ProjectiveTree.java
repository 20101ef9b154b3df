package io.tidewatch.text.syntax;

/**
 * The tree of dependencies with the highest sum of scores among those with one root and no crossing
 * lines, by Eisner's algorithm (1996): spans are joined from the shortest to the longest. Time
 * grows with the cube of the words, 10 ms for 250.
 */
final class ProjectiveTree {
  private final double[][] scores;
  private final int size;
  // By first and last word of a span: what it is worth, and where it was joined, if its head is
  // the last word (left) or the first (right), with (open) or without words missing at the far end.
  private final double[][] openLeft;
  private final double[][] openRight;
  private final double[][] left;
  private final double[][] right;
  private final int[][] openJoin;
  private final int[][] leftJoin;
  private final int[][] rightJoin;
  private final int[] heads;

  private ProjectiveTree(double[][] scores) {
    this.scores = scores;
    this.size = scores.length - 1;
    openLeft = new double[size + 1][size + 1];
    openRight = new double[size + 1][size + 1];
    left = new double[size + 1][size + 1];
    right = new double[size + 1][size + 1];
    openJoin = new int[size + 1][size + 1];
    leftJoin = new int[size + 1][size + 1];
    rightJoin = new int[size + 1][size + 1];
    heads = new int[size + 1];
  }

  /**
   * Finds the tree.
   *
   * @param scores what it is worth that a word, the second index, depends on another or on none,
   *     the first index; words count from 1
   * @return the heads by word; the first is not used
   */
  static int[] heads(double[][] scores) {
    ProjectiveTree tree = new ProjectiveTree(scores);
    for (int length = 1; length < tree.size; length++) {
      for (int first = 1; first + length <= tree.size; first++) {
        tree.join(first, first + length);
      }
    }
    int root = tree.root();
    tree.heads[root] = 0;
    tree.followLeft(1, root);
    tree.followRight(root, tree.size);
    return tree.heads;
  }

  private void join(int first, int last) {
    double best = Double.NEGATIVE_INFINITY;
    for (int at = first; at < last; at++) {
      double sum = right[first][at] + left[at + 1][last];
      if (sum > best) {
        best = sum;
        openJoin[first][last] = at;
      }
    }
    openLeft[first][last] = best + scores[last][first];
    openRight[first][last] = best + scores[first][last];
    left[first][last] = Double.NEGATIVE_INFINITY;
    right[first][last] = Double.NEGATIVE_INFINITY;
    for (int at = first; at < last; at++) {
      double sum = left[first][at] + openLeft[at][last];
      if (sum > left[first][last]) {
        left[first][last] = sum;
        leftJoin[first][last] = at;
      }
    }
    for (int at = first + 1; at <= last; at++) {
      double sum = openRight[first][at] + right[at][last];
      if (sum > right[first][last]) {
        right[first][last] = sum;
        rightJoin[first][last] = at;
      }
    }
  }

  private int root() {
    int root = 1;
    double best = Double.NEGATIVE_INFINITY;
    for (int word = 1; word <= size; word++) {
      double sum = scores[0][word] + left[1][word] + right[word][size];
      if (sum > best) {
        best = sum;
        root = word;
      }
    }
    return root;
  }

  private void followLeft(int first, int last) {
    if (first < last) {
      int at = leftJoin[first][last];
      followLeft(first, at);
      heads[at] = last;
      followOpen(at, last);
    }
  }

  private void followRight(int first, int last) {
    if (first < last) {
      int at = rightJoin[first][last];
      heads[at] = first;
      followOpen(first, at);
      followRight(at, last);
    }
  }

  private void followOpen(int first, int last) {
    int at = openJoin[first][last];
    followRight(first, at);
    followLeft(at + 1, last);
  }
}
