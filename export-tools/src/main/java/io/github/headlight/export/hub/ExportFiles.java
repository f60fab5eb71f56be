package io.github.headlight.export.hub;

import io.github.headlight.error.HubException;
import io.github.headlight.error.HubException.Reason;
import io.github.headlight.export.checkpoint.ShardIndex;
import io.github.headlight.export.gguf.GgufModel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a model that an export needs, and its tokenizer: all that Python's tools need, too.
 *
 * @param names those that are known at once
 * @param isSharded whether the index among them names more
 * @param gguf the GGUF file that is exported, if it is one
 */
record ExportFiles(List<String> names, boolean isSharded, Optional<String> gguf) {
    private static final String CONFIG = "config.json";
    private static final int MAX_LISTED = 40;

    /** As far as a model has them. */
    private static final List<String> DESCRIPTIONS =
            List.of(
                    CONFIG,
                    "generation_config.json",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "added_tokens.json",
                    "vocab.json",
                    "vocab.txt",
                    "merges.txt",
                    "tokenizer.model",
                    "chat_template.jinja",
                    "chat_template.json");

    /**
     * Chooses among the files of a model.
     *
     * @param repo the model
     * @param file the GGUF file that is asked for
     * @param all the names of the model's files
     * @throws HubException if there is nothing to export, or too much to choose from
     */
    static ExportFiles choose(RepoId repo, Optional<String> file, Set<String> all) {
        if (file.isPresent()) {
            return gguf(repo, file.get(), all);
        }
        boolean isWhole = all.contains(ShardIndex.WHOLE);
        if (all.contains(CONFIG) && (isWhole || all.contains(ShardIndex.FILE))) {
            List<String> names = new ArrayList<>(DESCRIPTIONS);
            names.retainAll(all);
            names.add(isWhole ? ShardIndex.WHOLE : ShardIndex.FILE);
            return new ExportFiles(names, !isWhole, Optional.empty());
        }
        List<String> models = all.stream().filter(GgufModel::isFirst).sorted().toList();
        if (models.isEmpty()) {
            throw new HubException(
                    Reason.NOT_FOUND,
                    repo
                            + ": has neither "
                            + CONFIG
                            + " with weights in safetensors nor a GGUF file, but "
                            + listed(all)
                            + "; choose a model that has");
        }
        if (models.size() > 1) {
            throw new HubException(
                    Reason.NOT_FOUND,
                    repo
                            + ": has several models in GGUF; choose one (--file NAME,"
                            + " HubRequest.withFile): "
                            + listed(models));
        }
        return gguf(repo, models.get(0), all);
    }

    private static ExportFiles gguf(RepoId repo, String file, Set<String> all) {
        List<String> parts = GgufModel.parts(file);
        for (String part : parts) {
            if (!all.contains(part) || !GgufModel.isName(part)) {
                List<String> models = all.stream().filter(GgufModel::isFirst).sorted().toList();
                throw new HubException(
                        Reason.NOT_FOUND,
                        repo
                                + ": has no GGUF file "
                                + part
                                + "; it has "
                                + (models.isEmpty() ? "none" : listed(models)));
            }
        }
        return new ExportFiles(parts, false, Optional.of(parts.get(0)));
    }

    private static String listed(Collection<String> names) {
        String some = String.join(", ", names.stream().limit(MAX_LISTED).toList());
        return names.size() > MAX_LISTED ? some + " and others" : some;
    }
}
