package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloatColumnTest {
  @Test
  void isTheListOfTheFirstValues() {
    FloatColumn column = FloatColumn.of(new float[] {1.5f, -2f, 3f}, 2);
    assertThat(column).isEqualTo(List.of(1.5f, -2f));
    assertThat(column.getFloat(1)).isEqualTo(-2f);
    assertThatThrownBy(() -> column.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> FloatColumn.of(new float[1], 2))
        .hasMessageContaining("size=2 must be 0 to 1");
  }

  @Test
  void isWrittenAsAvroDoes() {
    byte[] target = new byte[10];
    FloatColumn.of(new float[] {1f, -2.5f}, 2).copyTo(target, 1);
    assertThat(target).containsExactly(0, 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0, 0);
  }
}
