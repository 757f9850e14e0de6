package gpcm.node.register;

import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.RegisterSettings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The registers of the organisations of a node. Thread-safe. */
public final class PatientRegisters implements AutoCloseable {
  private final Map<String, PatientRegister> registers;

  private PatientRegisters(Map<String, PatientRegister> registers) {
    this.registers = Map.copyOf(registers);
  }

  /**
   * Opens those that are configured.
   *
   * @param trouble by ODS code, who hears of what is wrong with a file that is used on
   * @throws RuntimeException when a file is not what it should be, naming file and line; nothing is
   *     left open then
   */
  public static PatientRegisters open(
      List<OrganisationSettings> organisations,
      InstantSource clock,
      Function<String, RegisterTrouble> trouble) {
    Map<String, PatientRegister> registers = new HashMap<>();
    try {
      for (OrganisationSettings each : organisations) {
        String ods = each.ods().value();
        each.patients()
            .ifPresent(file -> registers.put(ods, new PatientFile(file, trouble.apply(ods))));
        each.intake()
            .register()
            .ifPresent(settings -> registers.put(ods, opened(settings, ods, clock)));
      }
    } catch (RuntimeException e) {
      registers.values().forEach(PatientRegister::close);
      throw e;
    }
    return new PatientRegisters(registers);
  }

  private static PatientRegister opened(
      RegisterSettings settings, String organisation, InstantSource clock) {
    return new SparedRegister(
        switch (settings) {
          case RegisterSettings.Sql sql -> new SqlRegister(sql);
          case RegisterSettings.Fhir fhir -> new FhirRegister(fhir, organisation, clock);
        },
        clock);
  }

  /** The register of an organisation; an empty one when none is configured for it. */
  public PatientRegister of(String organisation) {
    return registers.getOrDefault(organisation, PatientRegister.EMPTY);
  }

  /** Whether one is configured for an organisation. */
  public boolean has(String organisation) {
    return registers.containsKey(organisation);
  }

  /** Looks at each whether it can be used. */
  public void look() {
    registers.values().forEach(PatientRegister::look);
  }

  @Override
  public void close() {
    registers.values().forEach(PatientRegister::close);
  }
}
