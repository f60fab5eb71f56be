package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.headlight.render.Renderer;
import io.github.headlight.render.RendererInfo;
import io.github.headlight.render.Renderers;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code headlight renderers}. */
@Command(name = "renderers", description = "Lists the renderers found.")
final class RenderersCommand extends Subcommand {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    void execute() {
        List<RendererInfo> found =
                Renderers.discover().list().stream().map(RendererInfo::of).toList();
        if (json) {
            JsonArray list = new JsonArray();
            found.forEach(info -> list.add(toJson(info)));
            out().println(list);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "FORMATS", "ARTIFACT", "VERSION"));
        for (RendererInfo info : found) {
            rows.add(List.of(info.id(), info.fileExtension(), info.artifact(), info.version()));
        }
        Table.print(out(), rows);
    }

    private static JsonObject toJson(RendererInfo info) {
        JsonArray formats = new JsonArray();
        formats.add(info.fileExtension());
        JsonObject json = new JsonObject();
        json.addProperty("id", info.id());
        json.add("formats", formats);
        json.addProperty("media_type", info.mediaType());
        json.addProperty("class", info.className());
        json.addProperty("artifact", info.artifact());
        json.addProperty("version", info.version());
        return json;
    }

    /** The renderer for an output file: by id if one is given, else by the file's ending. */
    static Renderer choose(String format, Path out) {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return Renderers.find(format != null ? format : ending.equals("htm") ? "html" : ending);
    }
}
