package io.github.headlight.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.OutputException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class AtomicFileTest {
    @TempDir Path folder;

    @Test
    void makesFoldersAndReplaces() throws IOException {
        Path target = folder.resolve("a/b/file.txt");
        AtomicFile.write(target, channel -> put(channel, "old"));
        AtomicFile.write(target, channel -> put(channel, "new"));
        assertThat(target).hasContent("new");
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void leavesTheOldFileWhenTheNewOneFails() throws IOException {
        Path target = Files.writeString(folder.resolve("file.txt"), "old");
        assertThatThrownBy(
                        () ->
                                AtomicFile.write(
                                        target,
                                        channel -> {
                                            put(channel, "half");
                                            throw new IOException("disk full");
                                        }))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("file.txt")
                .hasMessageContaining("disk full");
        assertThat(target).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
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
    void refusesFoldersAndFilesAsFolders() throws IOException {
        assertThatThrownBy(() -> AtomicFile.create(folder))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("is a folder");
        Files.writeString(folder.resolve("file.txt"), "x");
        assertThatThrownBy(() -> AtomicFile.create(folder.resolve("file.txt/model.onnx")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("model.onnx");
    }

    @Test
    void closesTwice() {
        AtomicFile file = AtomicFile.create(folder.resolve("x"));
        file.close();
        file.close();
        assertThat(folder).isEmptyDirectory();
    }

    private static void put(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
