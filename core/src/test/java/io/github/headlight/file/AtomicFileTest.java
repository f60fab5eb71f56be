package io.github.headlight.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.OutputException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

class AtomicFileTest {
    @TempDir private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static void write(Path file, String text) {
        AtomicFile.writeStream(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void writesAndReplaces() throws IOException {
        Path file = folder.resolve("a/b/file");
        write(file, "one");
        write(file, "two");
        assertThat(file).hasContent("two");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void theOldFileIsThereUntilTheEnd() throws IOException {
        Path file = folder.resolve("file");
        write(file, "old");
        AtomicFile.writeStream(
                file,
                out -> {
                    out.write('n');
                    out.flush();
                    assertThat(file).hasContent("old");
                    assertThat(names()).hasSize(2);
                });
        assertThat(file).hasContent("n");
    }

    @Test
    void leavesNothingWhenTheContentFails() throws IOException {
        Path file = folder.resolve("file");
        write(file, "old");
        assertThatThrownBy(
                        () ->
                                AtomicFile.writeStream(
                                        file,
                                        out -> {
                                            out.write(1);
                                            throw new IOException("no room");
                                        }))
                .isInstanceOf(OutputException.class)
                .hasMessageContainingAll(file.toString(), "no room");
        RuntimeException other = new UncheckedIOException(new IOException("other"));
        assertThatThrownBy(
                        () ->
                                AtomicFile.writeStream(
                                        file,
                                        out -> {
                                            throw other;
                                        }))
                .isSameAs(other);
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void closedWithoutCommitIsGone() throws IOException {
        Path file = folder.resolve("file");
        try (AtomicFile atomic = AtomicFile.create(file)) {
            atomic.channel().write(ByteBuffer.wrap(new byte[] {1, 2}));
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void commitsOnce() throws IOException {
        Path file = folder.resolve("file");
        AtomicFile atomic = AtomicFile.create(file);
        atomic.channel().write(ByteBuffer.wrap(new byte[] {'x'}));
        atomic.commit();
        atomic.close();
        atomic.close();
        assertThat(file).hasContent("x");
        assertThatIllegalStateException()
                .isThrownBy(atomic::commit)
                .withMessageContaining(file.toString());
    }

    @Test
    void refusesFolders() throws IOException {
        assertThatThrownBy(() -> AtomicFile.create(folder))
                .isInstanceOf(OutputException.class)
                .hasMessageContainingAll(folder.toString(), "folder");
        assertThatThrownBy(() -> AtomicFile.create(Path.of("/")))
                .isInstanceOf(OutputException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void refusesPlacesBelowAFile() throws IOException {
        Path file = folder.resolve("file");
        write(file, "x");
        assertThatThrownBy(() -> AtomicFile.create(file.resolve("below")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("below");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void refusesNamesThatAreTooLong() throws IOException {
        assertThatThrownBy(() -> write(folder.resolve("x".repeat(300)), "x"))
                .isInstanceOf(OutputException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void aFolderThatAppearsInBetweenIsKept() throws IOException {
        Path file = folder.resolve("file");
        assertThatThrownBy(
                        () ->
                                AtomicFile.writeStream(
                                        file,
                                        out -> Files.createDirectories(file.resolve("inner"))))
                .isInstanceOf(OutputException.class);
        assertThat(file.resolve("inner")).isDirectory();
        assertThat(names()).isEmpty();
    }

    @Test
    void smallFilesAreReadWhole() throws IOException {
        Path file = folder.resolve("file");
        write(file, "\uFEFFé");
        assertThat(SmallFile.readText(file, 10)).isEqualTo("é");
        assertThat(SmallFile.read(file, 5)).hasSize(5);
        assertThatThrownBy(() -> SmallFile.read(file, 4))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("at most 4 bytes");
        Files.write(file, new byte[] {(byte) 0xFF});
        assertThatThrownBy(() -> SmallFile.readText(file, 10))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> SmallFile.read(folder, 10))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> SmallFile.read(folder.resolve("none"), 10))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("not found");
    }

    @Test
    void leavesNoFolderBehind() {
        assertThatThrownBy(
                        () ->
                                AtomicFile.write(
                                        folder.resolve("a/b/c.txt"),
                                        channel -> {
                                            throw new IllegalStateException("stop");
                                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void followsLinksAndReplacesNoDevices() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real/new"));
        write(link, "text");
        assertThat(link).isSymbolicLink();
        assertThat(real.resolve("new")).hasContent("text");
        Path circle = folder.resolve("circle");
        Files.createSymbolicLink(circle, circle);
        assertThatThrownBy(() -> write(circle, "text"))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("circle");
        assertThatThrownBy(() -> AtomicFile.create(Path.of("/dev/null")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("device");
    }

    @Test
    void writesTextToDevicesAsTheyAre() {
        Path none = Path.of("/dev/null");
        write(none, "text");
        assertThat(none).exists();
        assertThat(Files.isRegularFile(none)).isFalse();
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        assertThatThrownBy(() -> write(full, "text"))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("/dev/full")
                .hasMessageContaining("No space left");
    }

    /** A shell may have opened it to write at its end. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void writesOnWhereTheProcessHasAFileOpen() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "before\n");
        try (FileOutputStream open = new FileOutputStream(log.toFile(), true)) {
            Path descriptor = descriptorOf(log);
            assertThat(AtomicFile.isReplaced(descriptor)).isFalse();
            assertThat(AtomicFile.isReplaced(log)).isTrue();
            write(descriptor, "first\n");
            write(Files.createSymbolicLink(folder.resolve("stdout"), descriptor), "second\n");
            open.write("after\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(log).hasContent("before\nfirst\nsecond\nafter\n");
    }

    private static Path descriptorOf(Path file) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> leadsTo(descriptor, file)).findFirst().orElseThrow();
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void leavesNothingWhenTheProcessIsStopped() throws Exception {
        ProcessBuilder command =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unfinished.class.getName(),
                        folder.resolve("made/file").toString());
        Process process = command.redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            assertThat(out.read()).isEqualTo('.');
            assertThat(folder.resolve("made").toFile().list()).hasSize(1);
            process.destroy();
            process.waitFor();
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** A program that is stopped while it writes. */
    static final class Unfinished {
        private Unfinished() {}

        public static void main(String[] arguments) {
            AtomicFile.writeStream(
                    Path.of(arguments[0]),
                    out -> {
                        out.write(new byte[100_000]);
                        out.flush();
                        System.out.print('.');
                        System.out.flush();
                        LockSupport.park();
                    });
        }
    }
}
