package io.tidewatch.replies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTemplateTest {
  private final AnswerTemplate template = new AnswerTemplate("Dear {name}, about {ticket}: {x{y}");

  @Test
  void namesItsFields() {
    assertThat(template.fields()).containsExactly("name", "ticket", "y");
  }

  @Test
  void fillsFieldsInAndNamesThoseWithoutAValue() {
    var filled = template.fill(Map.of("name", "Li Wei", "ticket", " ", "other", "unused"));

    assertThat(filled.text()).isEqualTo("Dear Li Wei, about {ticket}: {x{y}");
    assertThat(filled.missing()).containsExactlyInAnyOrder("ticket", "y");
  }

  @Test
  void takesValuesAsTheyAre() {
    var filled =
        new AnswerTemplate("{name} {ticket}").fill(Map.of("name", "{ticket} $1\\", "ticket", "T"));

    assertThat(filled.text()).isEqualTo("{ticket} $1\\ T");
    assertThat(filled.missing()).isEmpty();
  }
}
