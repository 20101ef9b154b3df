package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class InTurnTest {
  @Property(tries = 200)
  void holdsWhatAMapHoldsWhateverTheOrder(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    InTurn<Integer> inTurn = new InTurn<>();
    Map<String, Integer> map = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      // Runs of neighbours, with jumps between, and strings that are equal but not the same.
      String name = "offer-" + (i % 7 == 0 ? random.nextInt(60) : i % 60);
      if (random.nextInt(3) == 0) {
        inTurn.put(name, i);
        map.put(name, i);
      } else if (random.nextInt(200) == 0) {
        inTurn.clear();
        map.clear();
      }
      assertThat(inTurn.get(name)).isEqualTo(map.get(name));
    }
    map.forEach((name, value) -> assertThat(inTurn.get(name)).isEqualTo(value));
  }
}
