"""Puts the parameters of one partnership together: defaults, its own file, what was given for this run."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pads_analysis.errors import ParamsError
from pads_analysis.params import locations
from pads_analysis.params.chapters import known_chapters, own_notebooks, refused_to_the_public
from pads_analysis.params.context import ContextFile
from pads_analysis.params.context_table import ContextTable, context_tables, unknown_series
from pads_analysis.params.county_file import CountyFile
from pads_analysis.params.fields import DISTRICT_CODE, PARTNERSHIP_CODE, shown
from pads_analysis.params.folder import PARTNERSHIPS, Contents, read_folder
from pads_analysis.params.issues import IssuesFile
from pads_analysis.params.judgements import DecisionsFile, HallmarksFile, HypothesesFile
from pads_analysis.params.matrix import MatrixFile
from pads_analysis.params.messages import combined, problems
from pads_analysis.params.models import AssessmentParams
from pads_analysis.params.overrides import nested
from pads_analysis.params.plan import PlanFile
from pads_analysis.params.predecessors import joined
from pads_analysis.params.previous import PreviousAssessment, read_previous
from pads_analysis.params.severity import SeverityFile
from pads_analysis.params.stack import Layer, Stack, conform, document_layer, run_layer
from pads_analysis.params.views import ViewsFile
from pads_analysis.params.yaml_file import read_yaml

_FILES: Mapping[str, tuple[type[BaseModel], str]] = {
    "plan": (PlanFile, "The plan"),
    "views": (ViewsFile, "The file"),
    "decisions": (DecisionsFile, "The file"),
    "hypotheses": (HypothesesFile, "The file"),
    "hallmarks": (HallmarksFile, "The file"),
    "severity": (SeverityFile, "The file"),
    "context": (ContextFile, "The file"),
    "issues": (IssuesFile, "The file"),
    "matrix": (MatrixFile, "The file"),
    "county": (CountyFile, "The file"),
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The parameters of one assessment, checked, and where each came from.

    Attributes
    ----------
    params : AssessmentParams
        Every setting.
    origin : mapping of str to str
        By dotted name of each single setting: "default", "file <name>, line N", or the place named by
        `overrides_from`.
    files : tuple of Path
        Every file that was read, for the record of inputs.
    plan, views, decisions, hypotheses, hallmarks, severity, context, county, issues, matrix : model or None
        The partnership's other files; None when absent.
    commentary : mapping of str to str
        Markdown by section.
    own_notebooks : mapping of str to Path
        By entry of `params.chapters`: the partnership's own notebooks.
    warnings : tuple of str
        What the user should know: files that lie there and are not read, a folder that is not there.
    params_dir : Path
        The folder that was read.
    public_commentary : frozenset of str
        Sections whose commentary may stand in the public edition.
    withheld : tuple of str
        Kinds that exist and were taken out for the public edition: plan, views, decisions, hypotheses, hallmarks,
        severity, context, county, issues, matrix, commentary, headlines of the previous assessment. See `for_edition`.
    folder_missing : bool
        Whether a folder of parameters was given that holds none for the partnership.
    previous_assessment : PreviousAssessment or None
        An earlier assessment's released figures, or those of several predecessors as one (`JoinedAssessment`); None
        when none was given. Whose they are is checked against the lookups of a store, not here.
    context_tables : mapping of str to ContextTable
        By id of a series in `context`: its values.
    """

    params: AssessmentParams
    origin: Mapping[str, str]
    files: tuple[Path, ...]
    plan: PlanFile | None
    views: ViewsFile | None
    decisions: DecisionsFile | None
    hypotheses: HypothesesFile | None
    hallmarks: HallmarksFile | None
    commentary: Mapping[str, str]
    own_notebooks: Mapping[str, Path]
    warnings: tuple[str, ...]
    params_dir: Path
    public_commentary: frozenset[str] = frozenset()
    withheld: tuple[str, ...] = ()
    folder_missing: bool = False
    severity: SeverityFile | None = None
    previous_assessment: PreviousAssessment | None = None
    context: ContextFile | None = None
    county: CountyFile | None = None
    context_tables: Mapping[str, ContextTable] = field(default_factory=dict)
    issues: IssuesFile | None = None
    matrix: MatrixFile | None = None


def load_params(
    partnership: str,
    *,
    params_dir: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    overrides_from: str = "command line",
    sections: Collection[str] = (),
    own_folder: bool = True,
) -> Resolved:
    """Load, layer and check the parameters of one partnership.

    Parameters
    ----------
    partnership : str
        Code of the partnership.
    params_dir : Path, optional
        Folder with `partnerships/<code>` and perhaps a `defaults.yaml` of its own; the project's when None.
    overrides : mapping, optional
        Settings for this run, by dotted name; see `overrides.nested`.
    overrides_from : str
        What messages and `origin` call the place those come from.
    sections : collection of str
        Sections that a report has, so that commentary for any other can be warned about; without them none is.
    own_folder : bool
        Whether the partnership's own folder is read; False leaves it at what all partnerships share.

    Raises
    ------
    ParamsError
        Listing every problem found in any layer or file; a notebook of the partnership's own in the public edition
        is one.
    """
    folder = _params_folder(params_dir)
    _check_code(partnership, overrides_from)
    contents = read_folder(folder, partnership, sections) if own_folder else Contents()
    layers, files, wrong = _file_layers(folder, contents)
    given, refused = nested({"partnership": partnership, **(overrides or {})}, overrides_from)
    stack = Stack((*layers, run_layer(given, overrides_from)))
    wrong += [*contents.wrong, *refused, *_other_partnerships(stack, partnership)]

    params = _assessment(stack, partnership, wrong)
    others = {stem: _other_file(stem, contents, wrong) for stem in _FILES}
    tables, table_files = context_tables(folder, contents.documents.get("context"), others["context"], wrong)
    wrong += unknown_series(contents.documents.get("hypotheses"), others["hypotheses"], others["context"])
    wrong += _scheme_without_file(params, others, stack)
    known = known_chapters(layers[0].data.get("chapters"))
    own, lost = own_notebooks(
        stack.merged().get("chapters"), partnership, contents.folder, known, stack.where
    )
    wrong += lost
    previous, read = _previous(params, folder, stack, wrong)
    if params is not None and params.edition == "public":
        wrong += refused_to_the_public(params.chapters, own, stack.where)
    if wrong or params is None:
        raise combined(wrong, f"the parameters of {partnership}")
    return Resolved(
        params=params,
        origin=stack.origins(),
        files=(*files, *contents.files, *own.values(), *read, *table_files),
        commentary=contents.commentary,
        own_notebooks=own,
        warnings=tuple(contents.warnings),
        params_dir=folder,
        public_commentary=frozenset(contents.public_commentary),
        folder_missing=own_folder and params_dir is not None and contents.folder is None,
        previous_assessment=previous,
        context_tables=tables,
        **others,
    )


def _params_folder(params_dir: Path | None) -> Path:
    if params_dir is None:
        return locations.params_dir()
    folder = Path(params_dir)
    if not folder.is_dir():
        raise ParamsError(
            "There is no such folder of parameters.",
            str(params_dir),
            f"Give the folder that holds {PARTNERSHIPS}.",
        )
    if not (folder / PARTNERSHIPS).is_dir() and not (folder / "defaults.yaml").is_file():
        raise ParamsError(
            f"The folder of parameters holds no folder {PARTNERSHIPS}.",
            str(params_dir),
            _right_folder(folder),
        )
    return folder


def _right_folder(folder: Path) -> str:
    """Return which folder was probably meant: one above or below that does hold the partnerships."""
    whole = folder.resolve()
    for steps, above in enumerate(whole.parents[:3]):
        if (above / PARTNERSHIPS).is_dir():
            meant = (
                folder.parents[steps] if len(folder.parents) > steps and ".." not in folder.parts else above
            )
            return f"Give {meant}, the folder that holds {PARTNERSHIPS}."
    for below in sorted(path for path in folder.iterdir() if (path / PARTNERSHIPS).is_dir()):
        return f"Give {below}, the folder that holds {PARTNERSHIPS}."
    return f"Give the folder that holds {PARTNERSHIPS}."


def _check_code(code: object, said_in: str) -> None:
    if isinstance(code, str) and re.fullmatch(PARTNERSHIP_CODE, code):
        return
    tidy = code.strip().upper() if isinstance(code, str) else ""
    do = "Use E22 (England) or W14 (Wales) and six digits, for example E22000123."
    if re.fullmatch(DISTRICT_CODE, tidy):
        raise ParamsError(f"{tidy} is the code of a district, not of a partnership.", said_in, do)
    if re.fullmatch(PARTNERSHIP_CODE, tidy):
        do = f"Did you mean {tidy}?"
    raise ParamsError(f"{shown(code)} is not a partnership code.", said_in, do)


def _file_layers(folder: Path, contents: Contents) -> tuple[list[Layer], list[Path], list[ParamsError]]:
    """Return the layers that are files, weakest first, the files of defaults among them, and what is wrong."""
    project = locations.params_dir() / "defaults.yaml"
    layers, files, wrong = [document_layer(read_yaml(project), "default")], [project], []
    own = folder / "defaults.yaml"
    if own.is_file() and own.resolve() != project.resolve():
        files.append(own)
        try:
            layers.append(document_layer(read_yaml(own)))
        except ParamsError as error:
            wrong.append(error)
    if "assessment" in contents.documents:
        layers.append(document_layer(contents.documents["assessment"]))
    return layers, files, wrong


def _other_partnerships(stack: Stack, code: str) -> list[ParamsError]:
    """Return a problem for each layer that says it is about another partnership."""
    said = [(layer, layer.data["partnership"]) for layer in stack.layers if "partnership" in layer.data]
    return [
        ParamsError(
            f"partnership is {shown(other)}, but the assessment is for {code}.",
            layer.where(("partnership",)),
            "Use the folder and the code that belong together.",
        )
        for layer, other in said
        if other != code
    ]


def _assessment(stack: Stack, code: str, wrong: list[ParamsError]) -> AssessmentParams | None:
    try:
        return AssessmentParams.model_validate({**stack.merged(), "partnership": code})
    except ValidationError as error:
        wrong += problems(error, AssessmentParams, stack.where, "The assessment")
        return None


def _scheme_without_file(
    params: AssessmentParams | None, others: Mapping[str, BaseModel | None], stack: Stack
) -> list[ParamsError]:
    """Return a problem where the way of scoring needs a file that is not there: no other way is put in its place."""
    needed = {"severity": "severity", "harm_likelihood_position": "matrix"}
    stem = needed.get(params.priorities.scheme, "") if params is not None else ""
    if not stem or others[stem] is not None:
        return []
    code = params.partnership if params is not None else ""
    return [
        ParamsError(
            f"priorities.scheme is {params.priorities.scheme if params else ''}, which needs {stem}.yaml, and there is "
            "none that can be read.",
            stack.where(("priorities", "scheme")),
            f"Write {PARTNERSHIPS}/{code}/{stem}.yaml, or set the scheme to weighted.",
        )
    ]


def _previous(
    params: AssessmentParams | None, folder: Path, stack: Stack, wrong: list[ParamsError]
) -> tuple[PreviousAssessment | None, tuple[Path, ...]]:
    """Return the previous assessment and the files it was read from; nothing where none is named."""
    if params is None or not params.previous_assessment:
        return None, ()
    where, read, refused = stack.where(("previous_assessment",)), [], []
    for said in params.previous_assessment:
        try:
            read.append(read_previous(folder, said, where))
        except ParamsError as error:
            refused.append(error)
    wrong += refused
    if refused:
        return None, ()
    try:
        return joined([found for found, _ in read], where), tuple(path for _, path in read)
    except ParamsError as error:
        wrong.append(error)
        return None, ()


def _other_file(stem: str, contents: Contents, wrong: list[ParamsError]) -> BaseModel | None:
    document = contents.documents.get(stem)
    model, whole = _FILES[stem]
    if document is None:
        return None
    try:
        return model.model_validate(conform(document.data, model, document))
    except ValidationError as error:
        wrong += problems(error, model, document.where, whole)
        return None
