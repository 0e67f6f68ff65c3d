"""What is said of a file: why it is refused and what to do, what was taken out of it."""

from councils.domain.errors import Refusal

REFUSALS = {
    "protected": "est protégé par un mot de passe : il ne pourrait être ni lu partout, ni transmis à la préfecture. "
    "Enregistrez-en une copie sans mot de passe, puis envoyez-la.",
    "restricted": "s'ouvre sans mot de passe, mais son auteur en a restreint l'usage (impression, copie ou "
    "modification) : il ne pourrait pas être transmis à la préfecture. Demandez-lui une copie sans restriction, ou "
    "imprimez-le en PDF, puis envoyez le nouveau fichier.",
    "damaged": "est un PDF abîmé ou incomplet : il ne s'ouvre pas. Refaites-le, puis envoyez-le à nouveau.",
    "portfolio": "est un porte-documents : les vrais documents sont cachés à l'intérieur. Ouvrez-le, enregistrez "
    "chaque document en PDF, puis envoyez-les.",
    "xfa": "est un formulaire que seul le logiciel d'Adobe affiche (XFA). Ouvrez-le avec ce logiciel, imprimez-le en "
    "PDF, puis envoyez le nouveau fichier.",
    "signed_active": "est signé électroniquement et contient en plus de quoi agir seul (programme, fichier caché…) : "
    "le nettoyer effacerait la signature. Demandez à son auteur une copie sans cela, ou imprimez-le en PDF.",
    "office_damaged": "est abîmé : il ne s'ouvre pas. Ouvrez-le dans son logiciel et enregistrez-le à nouveau, ou "
    "enregistrez-le en PDF, puis envoyez-le.",
    "office_macros": "contient des macros, qui sont des programmes. Enregistrez-le sans macro (« Document Word », "
    "« Classeur Excel ») ou en PDF, puis envoyez-le à nouveau.",
    "office_object": "contient un objet incorporé qui peut être un programme (objet OLE, contrôle ActiveX, document "
    "recopié). Remplacez-le par une image, ou enregistrez le fichier en PDF, puis envoyez-le à nouveau.",
    "office_data": "va chercher des données ailleurs quand on l'ouvre (connexion, DDE). Supprimez cette connexion "
    "(dans Excel : Données, puis « Requêtes et connexions »), ou enregistrez-le en PDF, puis envoyez-le à nouveau.",
    "complex": "est trop complexe pour être lu sans risque. Imprimez-le en PDF, ou coupez-le en plusieurs fichiers, "
    "puis envoyez-le à nouveau.",
    "pages": "compte trop de pages pour être mis à la suite de l'acte ({most} au plus). Laissez-le en pièce jointe "
    "ou à part, ou coupez-le.",
    "heavy": "est trop lourd pour être mis à la suite de l'acte ({drawn} Mo au plus une fois dessiné). Laissez-le en "
    "pièce jointe ou à part, ou réduisez ses images.",
    "signed": "est signé électroniquement : mis à la suite de l'acte, il perdrait sa signature. Choisissez « en pièce "
    "jointe du PDF », qui le garde entier.",
    "image": "est une image abîmée : elle ne s'ouvre pas. Enregistrez-la à nouveau, puis renvoyez-la.",
    "image_size": "est une image trop grande (100 millions de points au plus). Réduisez-la, puis renvoyez-la.",
    "kind": "n'est ni un PDF ni une image : il ne peut pas être mis à la suite de l'acte. Enregistrez-le en PDF, ou "
    "choisissez « en pièce jointe du PDF ».",
}
REMARKS = {
    "script": "contenait un programme (JavaScript) : il a été retiré",
    "launch": "demandait d'ouvrir un autre programme : cela a été retiré",
    "sending": "pouvait envoyer ou chercher des données : cela a été retiré",
    "actions": "déclenchait des actions à l'ouverture ou à l'affichage : elles ont été retirées",
    "files": "contenait des fichiers cachés à l'intérieur : ils ont été retirés",
    "links": "contenait des liens vers autre chose qu'une page web ou un courriel (fichier, programme) : ils ont été "
    "retirés",
    "outside": "allait chercher une partie de son contenu dans un autre fichier ou sur un site : cela a été retiré",
    "template": "était lié à un modèle rangé ailleurs : ce lien a été retiré",
    "media": "contenait du son, de la vidéo ou un objet animé : cela a été retiré",
    "xfa": "contenait une seconde version de son formulaire (XFA) : elle a été retirée",
    "form": "contenait un formulaire à remplir : ce qui y est écrit reste, mais ne se modifie plus",
    "false_seal": "portait une fausse signature électronique, qui ne signait rien : elle a été retirée",
    "completed": "est signé électroniquement et a été complété après la signature : il est gardé tel quel ; vérifiez "
    "la signature si elle importe",
    "repaired": "était abîmé : il a été réparé ; ouvrez-le pour vérifier qu'il n'y manque rien",
    "trailing": "était suivi de données étrangères : elles ont été retirées",
}


class AnnexRefused(Refusal):
    """The file cannot serve as asked; the message names it and says what to do."""

    def __init__(self, reason: str, name: str, *, most: int = 0, drawn: int = 0) -> None:
        self.reason = reason
        told = REFUSALS[reason].format(most=most, drawn=drawn)
        super().__init__(f"annex.{reason}", f"« {name} » {told}")
