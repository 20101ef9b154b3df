package io.tidewatch.platform.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which release served when, by what two subtasks said. */
class ModelHistoryTest {
  private static final int PARALLELISM = 2;

  private final List<ModelStatus> said = new ArrayList<>();

  @Test
  void namesTheRightVersionBeforeDuringAndAfterARollback() {
    serving(10, "1", 0);
    serving(11, "1", 1);
    swap(20, "1", "inverted");
    said.add(rolledBack(30, "inverted"));
    swap(31, "inverted", "1");

    assertThat(at(5)).isEmpty();
    assertThat(at(10)).containsExactly("1");
    assertThat(at(19)).containsExactly("1");
    assertThat(at(20)).as("one subtask of two has swapped").containsExactly("1", "inverted");
    assertThat(at(25)).containsExactly("inverted");
    assertThat(at(31)).containsExactly("inverted", "1");
    assertThat(at(40)).containsExactly("1");
    assertThat(history().services().get(1).end())
        .isEqualTo("rolled back by guard: PSI 0.31 > 0.25");
    assertThat(history().services().get(0).end()).isEqualTo("replaced by version inverted");
    assertThat(history().now()).extracting(Service::version).containsExactly("1");
  }

  @Test
  void theOrderInWhichTheSinksWriteDoesNotMatter() {
    serving(10, "1", 0);
    serving(10, "1", 1);
    swap(20, "1", "2");
    List<Service> inOrder = history().services();
    Collections.swap(said, 0, said.size() - 1);

    assertThat(history().services()).isEqualTo(inOrder);
  }

  @Test
  void aReleaseThatIsSaidAgainAfterARestartGoesOn() {
    serving(10, "1", 0);
    serving(10, "1", 1);
    serving(50, "1", 0);
    serving(51, "1", 1);

    assertThat(history().services()).hasSize(1);
    assertThat(history().now()).hasSize(1);
  }

  @Test
  void subtasksOfAJobThatCameBackSmallerCountNoLonger() {
    serving(10, "1", 0);
    serving(10, "1", 1);
    said.add(status(20, "2", 0, 1, ModelState.SERVING, ModelRole.CHAMPION, 1f, ""));

    assertThat(at(20)).containsExactly("2");
  }

  @Test
  void rolesAreKeptApartAndAnotherShareIsAnotherService() {
    serving(10, "1", 0);
    serving(10, "1", 1);
    for (int subtask = 0; subtask < PARALLELISM; subtask++) {
      said.add(of(12, "2", subtask, ModelState.SERVING, ModelRole.CHALLENGER, 0.1f));
      said.add(of(14, "2", subtask, ModelState.SERVING, ModelRole.CHALLENGER, 0.5f));
      said.add(of(16, "2", subtask, ModelState.RETIRED, ModelRole.CHALLENGER, 0f));
    }

    assertThat(at(11)).containsExactly("1");
    assertThat(at(13)).containsExactly("1", "2");
    assertThat(history().at(Instant.ofEpochSecond(15)))
        .filteredOn(service -> service.slot().role() == ModelRole.CHALLENGER)
        .extracting(Service::share)
        .containsExactly(0.5f);
    assertThat(at(16)).containsExactly("1");
    assertThat(history().services())
        .extracting(Service::end)
        .containsExactly("", "went on with another share", "taken out of service");
  }

  @Test
  void aSlotThatANewJobFindsEmptyHoldsNothingAnyMore() {
    serving(10, "1", 0);
    serving(10, "1", 1);
    for (int subtask = 0; subtask < PARALLELISM; subtask++) {
      said.add(of(50, "", subtask, ModelState.RETIRED, ModelRole.CHAMPION, 0f));
    }

    assertThat(history().now()).isEmpty();
  }

  @Test
  void statusesOfTheFirstVersionAreOfChampions() {
    said.add(of(10, "1", 0, ModelState.SERVING, ModelRole.UNKNOWN, 0f));

    assertThat(history().services().get(0).slot().role()).isEqualTo(ModelRole.CHAMPION);
  }

  @Test
  void keepsRefusals() {
    said.add(of(10, "1", -1, ModelState.REFUSED, ModelRole.SHADOW, 0f));

    assertThat(history().refusals()).hasSize(1);
    assertThat(history().services()).isEmpty();
  }

  private ModelHistory history() {
    return ModelHistory.of(said);
  }

  private List<String> at(int second) {
    return history().at(Instant.ofEpochSecond(second)).stream().map(Service::version).toList();
  }

  /** The subtasks swap one second after the other. */
  private void swap(int second, String from, String to) {
    for (int subtask = 0; subtask < PARALLELISM; subtask++) {
      said.add(
          status(
              second + subtask,
              from,
              subtask,
              PARALLELISM,
              ModelState.RETIRED,
              ModelRole.CHAMPION,
              0f,
              "replaced by version " + to));
      serving(second + subtask, to, subtask);
    }
  }

  private void serving(int second, String version, int subtask) {
    said.add(of(second, version, subtask, ModelState.SERVING, ModelRole.CHAMPION, 1f));
  }

  private static ModelStatus rolledBack(int second, String version) {
    return status(
        second, version, -1, 1, ModelState.ROLLED_BACK, ModelRole.CHAMPION, 1f, "PSI 0.31 > 0.25");
  }

  private static ModelStatus of(
      int second, String version, int subtask, ModelState state, ModelRole role, float share) {
    return status(second, version, subtask, PARALLELISM, state, role, share, "");
  }

  private static ModelStatus status(
      int second,
      String version,
      int subtask,
      int parallelism,
      ModelState state,
      ModelRole role,
      float share,
      String detail) {
    return ModelStatus.newBuilder()
        .setName("churn")
        .setVersion(version)
        .setSha256(version.isEmpty() ? "" : "sha-" + version)
        .setAt(Instant.ofEpochSecond(second))
        .setState(state)
        .setDetail(detail)
        .setSubtask(subtask)
        .setParallelism(parallelism)
        .setRole(role)
        .setShare(share)
        .setBy("guard")
        .build();
  }
}
