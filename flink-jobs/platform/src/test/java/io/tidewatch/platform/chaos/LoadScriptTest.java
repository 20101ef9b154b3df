package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Event;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadScriptTest {
  @Test
  void givesBackWhatWasSentInItsOrder() {
    LoadScript script = new LoadScript(1);
    Iterator<Event> history = script.history();
    List<Event> sent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      boolean hot = i >= 100 && i < 200;
      Event event = history.next();
      boolean twice = i >= 150 && i < 170;
      script.sent(hot, twice);
      for (int times = 0; times < (twice ? 2 : 1); times++) {
        sent.add(event);
      }
      for (int times = 0; hot && times < (twice ? 2 : 1); times++) {
        sent.add(LoadScript.hotClick(event));
      }
    }

    assertThat(script.events()).isEqualTo(600);
    assertThat(script.duplicates()).isEqualTo(40);
    assertThat(script.all().map(Event::record))
        .containsExactlyElementsOf(sent.stream().map(Event::record).toList());
  }

  @Test
  void hotClicksAreOfOneCustomerAtTheTimeOfTheirEvents() {
    Event event = new LoadScript(1).history().next();

    Event click = LoadScript.hotClick(event);

    assertThat(click.customerId()).isEqualTo("load-0000000");
    assertThat(click.availableAtMicros()).isEqualTo(event.availableAtMicros());
  }
}
