package gpcm.cli.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.LogProof;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.VerifierKey;
import gpcm.cli.terminal.JsonOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify-proof",
    description = "Checks that an entry is in a log, by its proof and the log's public key alone",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the entry is in the log",
      "1:it is not shown: entry, proof or signature are wrong",
      "2:a file or key cannot be read, or the command was used wrongly"
    })
final class VerifyProofCommand implements Callable<Integer> {
  private static final int LARGEST_PROOF = 1 << 18;
  private static final int LARGEST_ENTRY = 1 << 17;

  @Parameters(paramLabel = "PROOF", description = "the proof, a .tlog-proof file")
  private Path proof;

  @Option(
      names = "--entry",
      required = true,
      paramLabel = "FILE",
      description = "the entry, exactly as gpcm audit prove wrote it")
  private Path entry;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY|FILE",
      description = "a public key of the log or of a witness; may be repeated")
  private List<String> keys;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<VerifierKey> trusted = TrustedKeys.of(keys);
    LogProof read = LogProof.parse(SmallFile.bytes(proof, LARGEST_PROOF));
    byte[] bytes = SmallFile.bytes(entry, LARGEST_ENTRY);
    Map<String, Object> fields = new LinkedHashMap<>();
    String text;
    int code;
    try {
      Checkpoint checkpoint = read.check(bytes, trusted);
      text =
          "This is entry %d of %s, under its checkpoint of %d entries."
              .formatted(read.index(), checkpoint.origin(), checkpoint.size());
      fields.put("fits", true);
      fields.put("index", read.index());
      fields.put("origin", checkpoint.origin());
      fields.put("size", checkpoint.size());
      code = 0;
    } catch (NoteException e) {
      text = "NOT SHOWN: " + e.getMessage();
      fields.put("fits", false);
      fields.put("message", e.getMessage());
      code = 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonOutput.line(fields, out);
    } else {
      out.println(text);
      out.flush();
    }
    return code;
  }
}
