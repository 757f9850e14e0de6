package gpcm.node.handover;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** The folder that a record system looks into, when the disk fails. */
class DropFolderTest {
  /** Of a disk that fails in the middle, which no test can have. */
  private static final DirectoryStream<Path> FAILING =
      new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          throw new DirectoryIteratorException(new IOException("the disk fails"));
        }

        @Override
        public void close() {}
      };

  @Test
  void aFolderThatCannotBeReadToItsEndFailsAsOneThatCannotBeOpened() {
    assertThatThrownBy(() -> DropFolder.listed(FAILING))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("the disk fails");
  }
}
