package io.tidewatch.platform;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may use whom: contracts, then domain libraries, then jobs, then the platform. */
final class ModuleDependenciesTest {
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("schemas", List.of()),
          Map.entry("customer", List.of("schemas")),
          Map.entry("models", List.of("customer", "schemas")),
          Map.entry("decisions", List.of("customer", "schemas")),
          Map.entry("text", List.of()),
          Map.entry("replies", List.of("customer", "schemas", "models", "text")),
          Map.entry("tickets", List.of("schemas")),
          Map.entry("connectors.embedded", List.of()),
          Map.entry("connectors.tls", List.of()),
          Map.entry("connectors.kafka", List.of("schemas", "connectors.tls")),
          Map.entry("connectors.registry", List.of("schemas", "connectors.tls")),
          Map.entry("connectors.history", List.of("schemas")),
          Map.entry("connectors.gateway", List.of("schemas", "connectors.kafka", "connectors.tls")),
          Map.entry("connectors.delivery", List.of("schemas", "connectors.kafka")),
          Map.entry("connectors.databases", List.of("schemas", "connectors.kafka")),
          Map.entry("connectors.changes", List.of("schemas", "connectors.kafka")),
          Map.entry("connectors.files", List.of("schemas", "connectors.kafka")),
          Map.entry("connectors.postgres", List.of()),
          Map.entry(
              "scoring",
              List.of(
                  "schemas",
                  "customer",
                  "models",
                  "decisions",
                  "text",
                  "replies",
                  "tickets",
                  "connectors.kafka")),
          Map.entry(
              "cluster", List.of("connectors.embedded", "connectors.registry", "connectors.tls")),
          Map.entry(
              "training",
              // connectors.kafka comes with scoring: events travel by the same serializer as live.
              List.of(
                  "schemas",
                  "customer",
                  "models",
                  "text",
                  "replies",
                  "scoring",
                  "connectors.kafka",
                  "connectors.history")));

  private static final List<String> WITHOUT_FLINK =
      List.of(
          "schemas",
          "customer",
          "models",
          "decisions",
          "text",
          "replies",
          "tickets",
          "connectors.tls",
          "connectors.embedded",
          "connectors.registry",
          "connectors.history",
          "connectors.gateway",
          "connectors.delivery",
          "connectors.databases",
          "connectors.changes",
          "connectors.files",
          "connectors.postgres");

  private static final List<String> WITHOUT_NATIVE_CODE =
      List.of(
          "schemas", "customer", "models", "decisions", "text", "replies", "tickets", "scoring");

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidewatch");
  }

  @TestFactory
  List<DynamicTest> modulesUseOnlyWhatTheTableAllows() {
    return MAY_USE.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.getKey() + " may use " + row.getValue(),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(module(row.getKey()))
                            .should()
                            .dependOnClassesThat(tidewatchOutside(row.getKey(), row.getValue()))
                            .check(classes)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> domainLibrariesDoNotKnowFlink() {
    return WITHOUT_FLINK.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(module(name))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("org.apache.flink..")
                            .check(classes)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> scoringNeedsNoNativeCode() {
    return WITHOUT_NATIVE_CODE.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(module(name))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                "org.deeplearning4j..", "org.nd4j..", "org.bytedeco..")
                            .check(classes)))
        .toList();
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.tidewatch.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void everyPackageHasItsRowInTheTable() {
    List<String> known =
        Stream.concat(MAY_USE.keySet().stream(), Stream.of("platform"))
            .map(name -> "io.tidewatch." + name)
            .toList();
    assertThat(classes)
        .allSatisfy(
            type -> assertThat(known).anyMatch(name -> type.getPackageName().startsWith(name)));
  }

  private static String module(String name) {
    return "io.tidewatch." + name + "..";
  }

  private static DescribedPredicate<JavaClass> tidewatchOutside(String self, List<String> allowed) {
    String[] inside =
        Stream.concat(Stream.of(self), allowed.stream())
            .map(ModuleDependenciesTest::module)
            .toArray(String[]::new);
    return resideInAPackage("io.tidewatch..")
        .and(DescribedPredicate.not(resideInAnyPackage(inside)));
  }
}
