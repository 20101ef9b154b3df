package io.tidewatch.platform.licences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A library that is shipped, as the bill of materials names it.
 *
 * @param licences what its author offers it under, by SPDX identifier or, where the author wrote
 *     none that is known, in the author's words; whoever takes it chooses one
 */
record Library(String group, String artifact, String version, List<String> licences) {
  static final String OURS = "io.tidewatch";

  /** Reads the libraries of others from a bill of materials in CycloneDX's JSON, by name. */
  static List<Library> readAll(Path bill) throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (JsonNode component : new ObjectMapper().readTree(bill.toFile()).path("components")) {
      String group = component.path("group").asText();
      if (!group.equals(OURS)) {
        libraries.add(
            new Library(
                group,
                component.path("name").asText(),
                component.path("version").asText(),
                licences(component.path("licenses"))));
      }
    }
    libraries.sort(Comparator.comparing(Library::name).thenComparing(Library::version));
    return libraries.stream().distinct().toList();
  }

  private static List<String> licences(JsonNode choices) {
    List<String> licences = new ArrayList<>();
    for (JsonNode choice : choices) {
      String expression = choice.path("expression").asText();
      String id = choice.at("/license/id").asText();
      String name = choice.at("/license/name").asText();
      licences.add(!expression.isEmpty() ? expression : id.isEmpty() ? name : id);
    }
    return List.copyOf(licences);
  }

  String name() {
    return group + ":" + artifact;
  }
}
